# SPDX-License-Identifier: GPL-3.0-or-later
"""`podplan serve` on a published service, and requests to it byte for byte."""
import collections
import datetime
import email.utils
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

import program  # noqa: E402
from program import PODPLAN, TINY  # noqa: E402

Answer = collections.namedtuple("Answer", "status headers body raw")
TODAY = datetime.date.today()
MONDAY = (TODAY - datetime.timedelta(days=TODAY.weekday())).isoformat()
STORE = {}  # a published file to copy, made once


def published_store():
    """The path of a file with a plan of the tiny service that was published."""
    if not STORE:
        folder = tempfile.mkdtemp(prefix="podplan-")
        STORE["folder"], STORE["db"] = folder, os.path.join(folder, "podplan.db")
        # the plan of the service is long past; its rota is of these weeks
        for command in (["import", "--keep-names", TINY], ["plan"], ["rota", "--from", MONDAY],
                        ["publish", "--out", os.path.join(folder, "out")]):
            subprocess.run([PODPLAN, "--db", STORE["db"], *command], check=True,
                           capture_output=True)
    return STORE["db"]


def copy_store(target):
    """A copy without what SQLite puts beside a file that is open."""
    subprocess.run(["sqlite3", published_store(), f"VACUUM INTO '{target}'"], check=True)


class Server:
    """A server that runs until stop(); everything it said stands in its log."""

    def __init__(self, db, log, *options, listen="127.0.0.1:0", env=None):
        self.log = log
        with open(log, "ab") as err:
            start = err.tell()
            self.process = subprocess.Popen(
                [PODPLAN, "--db", db, "serve", "--listen", listen, *options], stderr=err,
                stdout=subprocess.DEVNULL, env=env)
        self.where = self._wait_for(start)

    def _wait_for(self, start):
        for _ in range(500):
            found = re.search(r"listening on (\S+)", self.said()[start:])
            if found:
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"the server did not start: {self.said()}")

    def said(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def connect(self, timeout=10):
        if self.where.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(timeout)
            connection.connect(self.where[5:])
            return connection
        host, port = self.where[len("http://"):].rsplit(":", 1)
        return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)

    def send(self, data, timeout=10):
        """All answers to these bytes, as bytes; the server has to close, or to fall silent."""
        with self.connect(timeout) as connection:
            connection.sendall(data)
            return read_all(connection)

    def ask(self, path, *fields, method="GET", timeout=10):
        """One request and its answer."""
        lines = [f"{method} {path} HTTP/1.1", "Host: rota.example", "Connection: close", *fields]
        return parse(self.send("\r\n".join([*lines, "", ""]).encode(), timeout))

    def stop(self, how=signal.SIGTERM):
        """Ends it; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=30)


def read_all(connection):
    data = b""
    try:
        while True:
            more = connection.recv(1 << 16)
            if not more:
                return data
            data += more
    except (socket.timeout, ConnectionResetError):
        return data


def parse(raw):
    """The first answer in these bytes; status None: there is none."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/1.1 "):
        return Answer(None, {}, b"", raw)
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        assert name.lower() not in headers, f"{name} stands twice"
        headers[name.lower()] = value.strip()
    return Answer(int(lines[0].split()[1]), headers, body, raw)


def wait_until(check, seconds=10):
    """Asks again and again; what was found at last."""
    end = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


class ServerTest(program.ProgramTest):
    """A test with a copy of a published file and a server on it."""

    options = ()

    def setUp(self):
        super().setUp()
        copy_store(self.db)
        self.server = None

    def serve(self, *options, **more):
        self.server = Server(self.db, self.path("serve.log"), *self.options, *options, **more)
        self.addCleanup(self.server.stop, signal.SIGKILL)
        return self.server

    def feed(self, *what):
        """A new feed: its number and its path."""
        answer = self.answer("feeds", "add", *(what or ("practitioner", "FP1")))
        return answer["feed"]["feed"], answer["url"]

    def sql(self, statement):
        subprocess.run(["sqlite3", "-cmd", ".timeout 5000", self.db, statement], check=True)

    def assert_seen(self, path, check):
        """The server answers so within a moment."""
        answer = None

        def look():
            nonlocal answer
            answer = self.server.ask(path)
            return check(answer)
        self.assertTrue(wait_until(look, 5), answer)
        return answer


def forget_store():
    if STORE:
        shutil.rmtree(STORE["folder"], ignore_errors=True)
        STORE.clear()


def email_time(text):
    """Seconds of an HTTP date."""
    return email.utils.parsedate_to_datetime(text).timestamp()
