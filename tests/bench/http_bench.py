# SPDX-License-Identifier: GPL-3.0-or-later
"""What podplan serve reaches: one calendar cold and held ready, 304s against nginx, and 5,000
subscribers while plans are made and published.

The store is a real one, planned and published; what it lacks (a calendar of 2,000 events, 5,000
tokens) is put into the tables as podplan would.
"""
import base64
import collections
import datetime
import hashlib
import http.client
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "http"))

import load  # noqa: E402

TODAY = datetime.date.today()
MONDAY = (TODAY - datetime.timedelta(days=TODAY.weekday())).isoformat()
LARGE_EVENTS = 2000
WRK_SECONDS = 5

Result = collections.namedtuple("Result", "cold ready ready_99 podplan nginx polls statuses p50 p99 wrong "
                                          "changes plans publishes bytes shown")


class Bench:
    """A published service with a server on it, in a folder that goes away."""

    def __init__(self, podplan, service, folder):
        self.podplan, self.folder = podplan, folder
        self.db = os.path.join(folder, "podplan.db")
        self.server = None
        self.run("import", service)
        self.run("plan", "--time", "3")
        self.run("rota", "--from", MONDAY, "--time", "3")
        self.publish()

    def run(self, *args):
        done = subprocess.run([self.podplan, "--db", self.db, *args], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"podplan {args}: {done.stderr}")

    def publish(self):
        self.run("publish", "--out", os.path.join(self.folder, "out"))

    def token(self, store, scope, key):
        """A feed, as `podplan feeds add` makes it; its path."""
        text = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=")
        store.execute("INSERT INTO feeds (scope, key, name, hash, created) VALUES (?, ?, '', ?, ?)",
                      (scope, key, hashlib.blake2b(text, digest_size=32).digest(), int(time.time())))
        return f"/feeds/{text.decode()}.ics"

    def add_large(self):
        """A calendar of so many events that all of its window can't be shown; its path."""
        now = int(time.time())
        with sqlite3.connect(self.db) as store:
            for n in range(LARGE_EVENTS):
                date = (TODAY + datetime.timedelta(days=n * 360 // LARGE_EVENTS)).isoformat()
                store.execute(
                    'INSERT INTO events (uid, shared, practitioner, shift, date, kind, tier, "begin", "end", busy, '
                    "summary, location, body, sequence, created, modified) VALUES (?, 1, 'nobody', 'late', ?, "
                    "'standby', 'bench', ?, ?, 0, ?, 'Pod North', 'x', 0, ?, ?)",
                    (f"{n:032x}@podplan", date, 480 + n % 60, 960, f"Zoë O’Brien: late duty {n}, 12:00-20:00", now, now))
            store.execute("INSERT INTO calendars VALUES ('tier', 'bench', 'A large calendar', ?)", (now,))
            return self.token(store, "tier", "bench")

    def add_subscribers(self, count):
        """Tokens spread over all calendars of people and pods; their paths."""
        with sqlite3.connect(self.db) as store:
            known = store.execute("SELECT scope, key FROM calendars WHERE key <> 'bench' ORDER BY 1, 2").fetchall()
            return [self.token(store, *known[n % len(known)]) for n in range(count)]

    def serve(self):
        log = os.path.join(self.folder, "serve.log")
        with open(log, "wb") as err:
            self.server = subprocess.Popen([self.podplan, "--db", self.db, "serve", "--listen", "127.0.0.1:0"],
                                           stderr=err, stdout=subprocess.DEVNULL)
        for _ in range(500):
            with open(log, encoding="utf-8") as file:
                found = re.search(r"http://127\.0\.0\.1:(\d+)", file.read())
            if found:
                return int(found[1])
            time.sleep(0.02)
        raise RuntimeError("the server did not start")

    def stop(self):
        if self.server is not None:
            self.server.send_signal(signal.SIGTERM)
            if self.server.wait() != 0:
                raise RuntimeError("the server did not end well")
            self.server = None


def timed_get(connection, path, headers=()):
    """Seconds, the answer's headers, and its body."""
    begun = time.perf_counter()
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return seconds, answer, body


def measure_one(bench, path):
    """Cold (the first of a new server, median of 5), then held ready: median and 99 in 100."""
    cold = []
    for _ in range(5):
        port = bench.serve()
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.connect()
        seconds, answer, body = timed_get(connection, path)
        cold.append(seconds)
        ready = sorted(timed_get(connection, path)[0] for _ in range(1000))
        connection.close()
        bench.stop()
    return sorted(cold)[2], ready[500], ready[990], answer.headers["ETag"], body


def wrk(url, tag):
    """304s a second."""
    done = subprocess.run(["wrk", "-t1", "-c32", f"-d{WRK_SECONDS}s", "-H", f"If-None-Match: {tag}", url],
                          capture_output=True, text=True, check=True)
    if re.search(r"Non-2xx|Socket errors", done.stdout.replace("Non-2xx or 3xx responses: 0", "")):
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)[1])


def measure_304(bench, path, tag):
    port = bench.serve()
    rate = wrk(f"http://127.0.0.1:{port}{path}", tag)
    bench.stop()
    return rate


def measure_nginx(folder, body):
    """The same bytes as a file that stays open; two workers; nothing logged. None: no nginx."""
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if nginx is None:
        return None
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with open(os.path.join(folder, "feed.ics"), "wb") as file:
        file.write(body)
    with open(os.path.join(folder, "nginx.conf"), "w", encoding="utf-8") as file:
        file.write(("user root;\n" if os.geteuid() == 0 else "") +
                   f"worker_processes 2;\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/e.log;\n"
                   "events { worker_connections 1024; }\nhttp { access_log off; sendfile on; "
                   "open_file_cache max=100; keepalive_requests 1000000000;\n" +
                   "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in
                           ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) +
                   f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n")
    process = subprocess.Popen([nginx, "-p", folder, "-c", os.path.join(folder, "nginx.conf"),
                                "-e", os.path.join(folder, "first.log")])
    try:
        time.sleep(0.5)
        connection = http.client.HTTPConnection("127.0.0.1", port)
        tag = timed_get(connection, "/feed.ics")[1].headers["ETag"]
        connection.close()
        return wrk(f"http://127.0.0.1:{port}/feed.ics", tag)
    finally:
        process.terminate()
        process.wait()


class Planner(threading.Thread):
    """Makes rotas and publishes them, one after the other; somebody else is away each time."""

    def __init__(self, bench):
        super().__init__()
        self.bench, self.stopping = bench, threading.Event()
        self.plans = self.publishes = 0

    def run(self):
        with sqlite3.connect(self.bench.db) as store:
            people = [row[0] for row in store.execute(
                "SELECT practitioner FROM events WHERE shared = 0 AND body <> '' AND date >= ? "
                "GROUP BY 1 ORDER BY count(*) DESC LIMIT 8", (TODAY.isoformat(),))]
        while not self.stopping.is_set():
            with sqlite3.connect(self.bench.db, timeout=20) as store:
                store.execute('DELETE FROM leave WHERE "from" = ?', (MONDAY,))
                store.execute('INSERT INTO leave (practitioner, "from", "to", kind) VALUES (?, ?, '
                              "date(?, '+20 days'), 'annual')",
                              (people[self.plans % len(people)], MONDAY, MONDAY))
            self.bench.run("rota", "--from", MONDAY, "--inside-notice", "--time", "5")
            self.plans += 1
            self.bench.publish()
            self.publishes += 1


def measure_load(bench, paths, seconds):
    port = bench.serve()
    planner = Planner(bench)
    planner.start()
    report = load.poll(port, paths, seconds)
    planner.stopping.set()
    planner.join()
    bench.stop()
    return report, planner


def measure(podplan, service, subscribers, seconds):
    """Everything, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="podplan-") as folder:
        os.chmod(folder, 0o755)
        bench = Bench(podplan, service, folder)
        paths = bench.add_subscribers(subscribers)
        report, planner = measure_load(bench, paths, seconds)
        large = bench.add_large()
        cold, ready, ready_99, tag, body = measure_one(bench, large)
        rate = measure_304(bench, large, tag) if shutil.which("wrk") else None
        nginx = measure_nginx(folder, body) if shutil.which("wrk") else None
        return Result(cold, ready, ready_99, rate, nginx, sum(report.statuses.values()), dict(report.statuses),
                      report.quantile(0.5), report.quantile(0.99), report.wrong, report.changes, planner.plans,
                      planner.publishes, len(body), body.count(b"BEGIN:VEVENT"))
