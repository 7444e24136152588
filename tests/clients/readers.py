# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads calendars with programs that people use; each tells what it understood.

A reading is a list of Event.  Readers share nothing with podplan.
"""
import collections
import datetime
import functools
import http.server
import json
import os
import subprocess
import threading

import icalendar

HERE = os.path.dirname(os.path.abspath(__file__))

# begin and end are seconds since 1970; uid is None where the reader does not tell it.
Event = collections.namedtuple("Event", "uid summary begin end")


def by_python_icalendar(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    return [Event(str(e["UID"]), str(e.get("SUMMARY", "")), seconds(e["DTSTART"].dt),
                  seconds(e["DTEND"].dt)) for e in calendar.walk("VEVENT")]


def seconds(time):
    assert time.tzinfo is not None, time
    return int(time.timestamp())


def by_node(paths):
    """What ical.js and node-ical read: reader -> path -> events."""
    # Far from London, so that a reader who falls back on the machine's zone is found out.
    result = subprocess.run(["node", "read.mjs", *paths], cwd=HERE, check=False, text=True,
                            capture_output=True, env={**os.environ, "TZ": "America/New_York"})
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip()[-2000:])
    return {reader: {path: [Event(**event) for event in events]
                     for path, events in read.items()}
            for reader, read in json.loads(result.stdout).items()}


def by_libical(program, paths):
    """What libical reads by the time zone that stands in the file: path -> events."""
    result = subprocess.run([program, *paths], check=False, text=True, capture_output=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr.strip())
    read = {path: [] for path in paths}
    for line in result.stdout.splitlines():
        path, uid, begin, end, summary = line.split("\t", 4)
        read[path].append(Event(uid, summary, int(begin), int(end)))
    return read


VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair rota]
a = "feed"
b = "disk"
collections = null
[storage feed]
type = "http"
url = "http://127.0.0.1:{port}/{name}"
[storage disk]
type = "filesystem"
path = "{home}/rota/"
fileext = ".ics"
"""

KHAL = """
[calendars]
[[rota]]
path = {home}/rota/
readonly = True
[sqlite]
path = {home}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/London
local_timezone = UTC
"""


class Subscription:
    """A calendar subscribed to by vdirsyncer over HTTP and shown by khal."""

    def __init__(self, path, home):
        self.path, self.home = path, home
        os.makedirs(os.path.join(home, "rota"))

    def events(self, days):
        """What khal lists between two days."""
        self._sync()
        self._configure("khal.conf", KHAL)
        out = self._run("khal", "--no-color", "-c", f"{self.home}/khal.conf", "list", "--once",
                        "--day-format", "", "--format", "{start-long}\t{end-long}\t{title}",
                        *days)
        rows = [line.split("\t") for line in out.splitlines() if line.strip()]
        return [Event(None, title, stamp(begin), stamp(end)) for begin, end, title in rows]

    def _sync(self):
        handler = functools.partial(Quiet, directory=os.path.dirname(self.path))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self._configure("vdirsyncer.conf", VDIRSYNCER, port=server.server_port)
            for command in ("discover", "sync"):
                self._run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", command)
            server.shutdown()

    def _configure(self, name, text, **values):
        with open(os.path.join(self.home, name), "w", encoding="utf-8") as file:
            file.write(text.format(home=self.home, name=os.path.basename(self.path), **values))

    def _run(self, *command):
        result = subprocess.run(command, input="y\n", check=False, text=True, capture_output=True,
                                env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": self.home})
        if result.returncode != 0:
            raise RuntimeError(f"{command[0]}: {result.stdout}{result.stderr}"[-2000:])
        return result.stdout


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".ics": "text/calendar; charset=utf-8"}

    def log_message(self, *_):
        pass


def stamp(text):
    """khal is told to show UTC."""
    return int(datetime.datetime.strptime(text.strip(), "%Y-%m-%d %H:%M")
               .replace(tzinfo=datetime.timezone.utc).timestamp())
