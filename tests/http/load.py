# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscribers that poll within a given time, each when it likes, and what they were told.

Every poll is a connection of its own, as phones make them; from the second on it names the entity
tag of the one before.
"""
import asyncio
import collections
import random
import time


class Report:
    """What came of all polls."""

    def __init__(self):
        self.statuses = collections.Counter()
        self.seconds, self.wrong, self.changes = [], [], 0

    def quantile(self, part):
        """Seconds that this part of the polls took at most."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def is_whole(head, body):
    """A calendar from its first line to its last, of the length that was announced."""
    return (body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"\r\nEND:VCALENDAR\r\n") and
            body.count(b"BEGIN:VEVENT") == body.count(b"END:VEVENT") and
            f"content-length: {len(body)}\r\n".encode() in head.lower() + b"\r\n")


def field(head, name):
    for line in head.split(b"\r\n"):
        if line.lower().startswith(name + b":"):
            return line.split(b":", 1)[1].strip().decode()
    return None


async def fetch(port, path, tag):
    """One poll: status, head, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    condition = f"If-None-Match: {tag}\r\n" if tag else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{condition}\r\n".encode())
    raw = await asyncio.wait_for(reader.read(-1), 30)
    writer.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head.startswith(b"HTTP/1.1 ") else None, head, body


async def subscriber(report, port, path, times):
    tag = None
    for at in times:
        await asyncio.sleep(max(0, at - time.monotonic()))
        begun = time.monotonic()
        try:
            status, head, body = await fetch(port, path, tag)
        except (OSError, asyncio.TimeoutError) as error:
            report.statuses[type(error).__name__] += 1
            report.wrong.append(repr(error))
            continue
        report.seconds.append(time.monotonic() - begun)
        report.statuses[status] += 1
        sound = status == 304 and tag and not body or status == 200 and is_whole(head, body)
        if not sound:
            report.wrong.append((status, head[:200], len(body)))
        now = field(head, b"etag")
        report.changes += tag is not None and now != tag
        tag = now


async def poll_all(report, port, paths, seconds, polls, seed):
    chance = random.Random(seed)
    begin = time.monotonic() + 0.5
    await asyncio.gather(*(
        subscriber(report, port, path, sorted(begin + chance.random() * seconds for _ in range(polls)))
        for path in paths))


def poll(port, paths, seconds, polls=2, seed=1):
    """All subscribers, one for each path, within `seconds`; the report."""
    report = Report()
    asyncio.run(poll_all(report, port, paths, seconds, polls, seed))
    return report
