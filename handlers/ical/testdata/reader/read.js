// Reads a calendar from standard input with ical.js, strictly, and prints what a calendar program makes of it.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
ICAL.design.icalendar.property.name = { defaultType: "text" }; // RFC 7986, which ical.js does not know
const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const out = {
  name: root.getFirstPropertyValue("name"),
  version: root.getFirstPropertyValue("version"),
  refresh: root.getFirstPropertyValue("refresh-interval")?.toSeconds(),
  events: root.getAllSubcomponents("vevent").map((c) => {
    const e = new ICAL.Event(c);
    return {
      uid: e.uid, title: e.summary, text: e.description ?? "", allDay: e.startDate.isDate, start: e.startDate.toString(), end: e.endDate.toString(),
      stamp: c.getFirstPropertyValue("dtstamp").toString(), sequence: e.sequence,
      alarms: c.getAllSubcomponents("valarm").map((a) => ({
        action: a.getFirstPropertyValue("action"), text: a.getFirstPropertyValue("description"), seconds: a.getFirstPropertyValue("trigger").toSeconds(),
      })),
    };
  }),
};
console.log(JSON.stringify(out));
