# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of deploy/: units that give little away, proxies that serve and write no token down."""
import glob
import os
import re
import shutil
import signal
import socket
import subprocess
import unittest
import urllib.error
import urllib.request

import server
from server import ServerTest, wait_until

DEPLOY = os.path.join(server.program.ROOT, "deploy")
MOST_EXPOSED = 1.5


def tearDownModule():
    server.forget_store()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def sample(name):
    with open(os.path.join(DEPLOY, name), encoding="utf-8") as file:
        return file.read()


def lower(headers):
    return {name.lower(): value for name, value in headers.items()}


class Units(unittest.TestCase):
    def test_the_units_are_hardly_exposed(self):
        if shutil.which("systemd-analyze") is None:
            self.skipTest("systemd-analyze is not installed")
        for unit in glob.glob(os.path.join(DEPLOY, "*.service")):
            done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager", unit],
                                  capture_output=True, text=True, check=False)
            found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
            self.assertIsNotNone(found, done.stdout + done.stderr)
            self.assertLessEqual(float(found[1]), MOST_EXPOSED, unit)

    def test_the_timers_run_units_that_are_there(self):
        for timer in glob.glob(os.path.join(DEPLOY, "*.timer")):
            self.assertTrue(os.path.exists(timer.replace(".timer", ".service")), timer)

    def test_the_unit_serves_by_a_command_line_that_there_is(self):
        words = re.search(r"^ExecStart=\S*podplan (.*)$", sample("podplan-serve.service"), re.M)[1].split()
        done = subprocess.run([server.PODPLAN, *words, "--help"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


class Page(unittest.TestCase):
    def test_the_page_says_the_limits_as_they_are(self):
        with open(os.path.join(server.program.ROOT, "include", "podplan", "limits.h"), encoding="utf-8") as file:
            found = dict(re.findall(r"\b(PP_\w+) = (\d+)", file.read()))
        with open(os.path.join(server.program.ROOT, "docs", "operations.md"), encoding="utf-8") as file:
            page = file.read()
        for name, words in (("CONNECTIONS", "| {}, and"), ("PER_ADDRESS", "and {} of one client"),
                            ("HEADER_SECONDS", "| {} s, in whatever drops"), ("IDLE_SECONDS", "trusted proxy {} s"),
                            ("ANSWER_SECONDS", "to be taken | {} s"), ("HEADERS", "{} fields"),
                            ("URL_BYTES", "an address of {} bytes"), ("WRONG", "wrong addresses of one client | {},"),
                            ("CLIENTS", "{} clients are remembered"), ("MEMORY_BYTES", "one request | {} kB"),
                            ("CACHE_BYTES", "held ready | {} MB"), ("STOP_SECONDS", "({} seconds at most)")):
            number = f"{int(found['PP_SERVE_' + name]):,}"
            self.assertIn(words.format(number), page, name)
        self.assertIn(f"empty calendar for {found['PP_FEED_EMPTY_DAYS']} days", page)
        self.assertIn(f"{int(found['PP_MAX_FEEDS']):,}, the newest", page)


class Proxies(ServerTest):
    """A proxy with the sample file, on another address and without TLS."""

    def setUp(self):
        super().setUp()
        self.socket = self.path("serve.sock")
        self.number, self.feed_path = self.feed("practitioner", "FP1")
        self.serve("--log", listen=f"unix:{self.socket}")
        self.port = free_port()
        os.mkdir(self.path("logs"))

    def start(self, *command):
        with open(self.path("logs", "proxy.err"), "wb") as log:
            process = subprocess.Popen(command, stderr=log, stdout=log, env={**os.environ, "HOME": self.folder})
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.assertTrue(wait_until(self.is_up), "the proxy did not start")

    def is_up(self):
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        except OSError:
            return False

    def get(self, path, method="GET", **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, lower(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, lower(error.headers), error.read()

    def try_all(self):
        status, headers, body = self.get(self.feed_path)
        self.assertEqual((status, headers["content-type"]), (200, "text/calendar; charset=utf-8"))
        self.assertIn(b"BEGIN:VEVENT", body)
        self.assertNotIn("content-encoding", headers)
        self.assertEqual(self.get(self.feed_path, method="HEAD")[::2], (200, b""))
        status, again, body = self.get(self.feed_path, **{"If-None-Match": headers["etag"], "Accept-Encoding": "gzip"})
        self.assertEqual((status, body, again["etag"]), (304, b"", headers["etag"]))
        self.assertEqual(self.get("/feeds/" + "C" * 43 + ".ics")[0], 404)
        self.assertEqual(self.get("/")[0], 404)
        self.assertEqual(self.get("/health")[0], 200)
        self.assertNotEqual(self.get(self.feed_path, method="DELETE")[0], 200)
        self.get(self.feed_path, Referer="http://a" + self.feed_path)
        self.assertTrue(wait_until(lambda: f"feed={self.number} 304" in self.server.said()))
        self.server.stop(signal.SIGKILL)
        self.assertGreaterEqual(self.get(self.feed_path)[0], 500)

    def assert_no_token_is_written(self):
        token = self.feed_path[len("/feeds/"):-len(".ics")]
        logs = glob.glob(self.path("logs", "*"))
        read = ""
        for log in [*logs, self.path("serve.log")]:
            with open(log, encoding="utf-8", errors="replace") as file:
                text = file.read()
            self.assertNotIn(token[:12], text, log)
            read += text
        self.assertIn("/feeds/(token)", read)  # the proxy's log was looked at
        self.assertIn(f"feed={self.number} 200", read)

    def test_nginx_serves_and_writes_no_token_down(self):
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if nginx is None:
            self.skipTest("nginx is not installed")
        text = sample("nginx.conf").replace("/run/podplan/serve.sock", self.socket)
        text = text.replace("/var/log/nginx/", self.path("logs", "")).replace("443 ssl", f"127.0.0.1:{self.port}")
        text = re.sub(r"^\s*ssl_.*\n", "", text, flags=re.M)
        temp = "".join(f"{kind}_temp_path {self.path(kind)};\n" for kind in
                       ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(self.path("nginx.conf"), "w", encoding="utf-8") as file:
            file.write(("user root;\n" if os.geteuid() == 0 else "") + f"daemon off;\npid {self.path('pid')};\n"
                       f"error_log {self.path('logs', 'main.err')} info;\nevents {{}}\nhttp {{\n"
                       f"access_log off;\n{temp}{text}}}\n")
        self.start(nginx, "-p", self.folder, "-c", self.path("nginx.conf"), "-e", self.path("logs", "first.err"))
        self.try_all()
        self.assert_no_token_is_written()

    def test_caddy_serves_and_writes_no_token_down(self):
        caddy = shutil.which("caddy")
        if caddy is None:
            self.skipTest("caddy is not installed")
        text = sample("Caddyfile").replace("/run/podplan/serve.sock", self.socket)
        text = text.replace("/var/log/caddy/", self.path("logs", ""))
        text = text.replace("rota.example {", f"http://127.0.0.1:{self.port} {{")
        text = text.replace("{\n", "{\n\tadmin off\n", 1)
        with open(self.path("Caddyfile"), "w", encoding="utf-8") as file:
            file.write(text)
        self.start(caddy, "run", "--adapter", "caddyfile", "--config", self.path("Caddyfile"))
        self.try_all()
        self.assert_no_token_is_written()


if __name__ == "__main__":
    unittest.main()
