// SPDX-License-Identifier: GPL-3.0-or-later
// What ical.js (Thunderbird, Nextcloud) and node-ical read in calendars:
//   node read.mjs FILE…
// prints a JSON object: reader -> file -> list of {uid, summary, begin, end}, instants in seconds.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

const seconds = (date) => date.getTime() / 1000;

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary ?? '',
      begin: seconds(event.startDate.toJSDate()),
      end: seconds(event.endDate.toJSDate()),
    };
  });
}

function byNodeIcal(text) {
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((item) => item.type === 'VEVENT')
    .map((event) => ({
      uid: event.uid,
      summary: event.summary ?? '',
      begin: seconds(event.start),
      end: seconds(event.end),
    }));
}

const readers = { 'ical.js': byIcalJs, 'node-ical': byNodeIcal };
const found = {};
for (const [name, read] of Object.entries(readers)) {
  found[name] = {};
  for (const file of process.argv.slice(2)) {
    found[name][file] = read(readFileSync(file, 'utf8'));
  }
}
console.log(JSON.stringify(found));
