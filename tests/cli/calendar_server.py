# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of calendars for tests, well behaved or not."""
import gzip
import http.server
import ssl
import threading
import time


def calendar(*events, tail="END:VCALENDAR\r\n"):
    """Bytes of a calendar; an event is (uid, first day, day after the last) or lines of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for event in events:
        if isinstance(event, tuple):
            uid, first, after = event
            event = [f"UID:{uid}", f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}",
                     "SUMMARY:Wedding of O'Brien"]
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return ("\r\n".join(lines) + "\r\n" + tail).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        name = self.path.split("/")[1].split("?")[0]
        try:
            getattr(self, "give_" + name, self.give_nothing)()
        except (BrokenPipeError, ConnectionResetError):
            pass

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def give_nothing(self):
        self.give(b"not here", 404)

    def give_good(self):
        tag = f'"{hash(self.server.body)}"'
        if self.headers.get("If-None-Match") == tag:
            self.give(b"", 304)
        else:
            self.give(self.server.body, ETag=tag, Last_Modified="Mon, 02 Feb 2026 10:00:00 GMT")

    def give_picky(self):
        if self.headers.get("User-Agent", "").startswith("Mozilla"):
            self.give_good()
        else:
            self.give(b"go away", 403)

    def give_login(self):
        self.give(b"<!DOCTYPE html><html><title>Sign in</title>", Content_Type="text/html")

    def give_private(self):
        self.give(b"no", 401)

    def give_gone(self):
        self.give(b"gone", 410)

    def give_broken(self):
        self.give(b"sorry", 500)

    def give_short(self):
        self.close_connection = True
        self.give(self.server.body, Content_Length=str(len(self.server.body) + 100))

    def give_cut(self):
        self.give(self.server.body[:-25])

    def give_bomb(self):
        self.give(gzip.compress(b"\0" * (50 << 20)), Content_Encoding="gzip")

    def give_zip(self):
        self.give(gzip.compress(self.server.body))

    def give_big(self):
        self.give(b"", Content_Length=str(100 << 20))

    def give_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(1 << 12):
            self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    def give_headers(self):
        self.send_response(200)
        for n in range(4000):
            self.send_header(f"X-{n}", "x" * 100)
        self.end_headers()

    def give_slow(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(.1)

    def give_file(self):
        self.give(b"", 302, Location="file:///etc/passwd")

    def give_gopher(self):
        self.give(b"", 302, Location="gopher://127.0.0.1:25/_HELO")

    def give_hops(self):
        """/hops/N/...: N redirects to a good calendar."""
        left = int(self.path.split("/")[2])
        self.give(b"", 301, Location="/good" if left == 1 else f"/hops/{left - 1}/s3cret")


class QuietServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is what some tests want."""


class CalendarServer:
    """`body` is what /good gives; `seen` are the requests: (path, headers)."""

    def __init__(self, body, certificate=None):
        """`certificate`: a PEM file with its key, for https."""
        self.scheme = "https" if certificate else "http"
        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.server.body = body
        self.server.seen = []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def url(self, path):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}/{path}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
