// SPDX-License-Identifier: GPL-3.0-or-later
// What node-ical reads when it fetches a calendar itself:
//   node from_url.mjs URL
// prints a JSON list of {uid, summary, begin, end}, instants in seconds.
import nodeIcal from 'node-ical';

const seconds = (date) => date.getTime() / 1000;
const read = await nodeIcal.async.fromURL(process.argv[2]);
console.log(JSON.stringify(Object.values(read)
  .filter((item) => item.type === 'VEVENT')
  .map((event) => ({
    uid: event.uid,
    summary: event.summary ?? '',
    begin: seconds(event.start),
    end: seconds(event.end),
  }))));
