// Writes content/public-holidays.txt: public holidays and weekends of every country, and of its regions where they differ.
// Run it once a year, and when date-holidays has a correction: (cd tests && npm ci && node holidays/generate.mjs)
//
// Sources: date-holidays (npm, version in package.json; data CC BY-SA 3.0) for holidays, Unicode CLDR as Node's Intl has it for
// weekends. Lines are "REGION <tab> weekend <tab> DIGITS" (1 is Monday) and "REGION <tab> NAME <tab> DATES"; a date is "MMDD" (every
// year), "E+1" (days from western Easter) or "YYYYMMDD"; the name "-" takes dates of the country away from a region.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import Holidays from "date-holidays";

const from = 2025, to = 2040;
const hour = 3_600_000;
const require = createRequire(import.meta.url);
const version = require("../package.json").devDependencies["date-holidays"];
const pad = (number) => String(number).padStart(2, "0");

/// Where CLDR does not say what people do.
const weekends = {
  NP: [6],  // Saturday alone
};

function weekend(country) {
  const locale = new Intl.Locale(`und-${country}`);
  return (weekends[country] ?? (locale.getWeekInfo?.() ?? locale.weekInfo).weekend).join("");
}

function easter(year) {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31), day = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, day);
}

/// Public holidays of a place: "YYYYMMDD" to name. A day counts when its noon is part of the holiday, for some begin at sunset.
function daysOf(...place) {
  const calendar = new Holidays(...place, { languages: ["en"], types: ["public"] });
  const days = new Map();
  for (let year = from - 1; year <= to; ++year)
    for (const one of calendar.getHolidays(year) ?? []) {
      const begin = Date.parse(`${one.date.slice(0, 10)}T${one.date.slice(11, 19)}Z`), end = begin + (one.end - one.start);
      for (let noon = Date.parse(`${one.date.slice(0, 10)}T12:00:00Z`); noon < end; noon += 24 * hour) {
        if (noon < begin) continue;
        const date = new Date(noon);
        if (date.getUTCFullYear() < from || date.getUTCFullYear() > to) continue;
        const text = `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())}`;
        if (!days.has(text)) days.set(text, one.name.replace(/\s+/g, " ").replace(/ \(substitute day\)$/, ", observed"));
      }
    }
  return days;
}

/// The dates of one name as few words: what is the same in every year is said once.
function words(dates) {
  const left = new Set(dates);
  const found = [];
  const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const offset = (text) => Math.round((Date.UTC(text.slice(0, 4), text.slice(4, 6) - 1, text.slice(6)) - easter(Number(text.slice(0, 4)))) / (24 * hour));
  const everywhere = (make) => years.every((year) => left.has(make(year)));
  const take = (word, make) => {
    for (const year of years) left.delete(make(year));
    found.push(word);
  };
  for (const text of dates) {
    if (!left.has(text)) continue;
    const fixed = (year) => `${year}${text.slice(4)}`;
    const apart = offset(text);
    const moving = (year) => {
      const date = new Date(easter(year) + apart * 24 * hour);
      return `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())}`;
    };
    if (everywhere(fixed)) take(text.slice(4), fixed);
    else if (everywhere(moving)) take(`E${apart < 0 ? "" : "+"}${apart}`, moving);
  }
  return [...found, ...[...left].sort()].join(" ");
}

function lines(region, days) {
  const names = new Map();
  for (const [text, name] of days) names.set(name, [...(names.get(name) ?? []), text]);
  return [...names].map(([name, dates]) => `${region}\t${name}\t${words(dates)}`);
}

const list = new Holidays();
const known = list.getCountries();
const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const countries = letters.flatMap((one) => letters.map((other) => one + other))
  .filter((code) => names.of(code) !== undefined && !["EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"].includes(code));
const text = [
  `# Public holidays ${from} to ${to} and weekends, by ISO 3166 code. Written by tests/holidays/generate.mjs; do not edit, add the`,
  "# organisation's own days to holidays.yaml. Days that depend on the moon are computed and may be a day off from what is announced.",
  `# Derived from date-holidays ${version} (c) commenthol and Wikipedia's authors, CC BY-SA 3.0: this file is under CC BY-SA 3.0, too`,
  "# (https://creativecommons.org/licenses/by-sa/3.0/). Weekends: Unicode CLDR, Unicode License.",
];
for (const country of countries) {
  text.push(`${country}\tweekend\t${weekend(country)}`);
  if (!known[country]) continue;
  const whole = daysOf(country);
  text.push(...lines(country, whole));
  for (const state of Object.keys(list.getStates(country) ?? {}).sort()) {
    if (!/^[A-Z0-9]{1,3}$/.test(state)) continue;  // no code of ISO 3166-2
    const here = daysOf(country, state);
    const more = new Map([...here].filter(([date]) => !whole.has(date)));
    const fewer = [...whole.keys()].filter((date) => !here.has(date));
    text.push(...lines(`${country}-${state}`, more));
    if (fewer.length > 0) text.push(`${country}-${state}\t-\t${words(fewer)}`);
    if (more.size === 0 && fewer.length === 0) text.push(`${country}-${state}\t-\t`);
  }
}
writeFileSync(new URL("../../content/public-holidays.txt", import.meta.url), `${text.join("\n")}\n`);
