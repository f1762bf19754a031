// Random plans from a seed: the same numbers every time, so that a difference can be looked at again.

export function random(seed) {
  let state = seed >>> 0;
  const next = () => {  // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count) => Math.floor(next() * count);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (part) => next() < part,
    of: (list) => list[below(list.length)],
    some: (list, most) => [...new Set(Array.from({ length: 1 + below(most) }, () => list[below(list.length)]))],
  };
}

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const months = Array.from({ length: 12 }, (_, index) => index + 1);
const working = "MO,TU,WE,TH,FR";
const monthDays = [...Array.from({ length: 31 }, (_, index) => index + 1), 29, 30, 31, 31, -1, -1, -2, -31];
// Where clocks do what people do not expect: half hours, 45 minutes, midnight, southern summers, Ramadan, a date line.
const odd = ["Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Asia/Tehran", "Africa/Casablanca", "America/St_Johns",
  "Pacific/Apia", "America/Santiago", "Asia/Beirut", "America/Havana", "Europe/Berlin", "America/New_York", "Asia/Kolkata",
  "Antarctica/Troll", "America/Asuncion", "Africa/Cairo", "Asia/Amman", "Europe/Lisbon", "Atlantic/Azores", "America/Nuuk"];
const pad = (number, figures = 2) => String(number).padStart(figures, "0");

function rule(dice) {
  const parts = [];
  const frequency = dice.of(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"]);
  const add = (name, value) => parts.push(`${name}=${value}`);
  parts.push(`FREQ=${frequency}`);
  const interval = { DAILY: 40, WEEKLY: 12, MONTHLY: 14, YEARLY: 5 }[frequency];
  if (dice.chance(0.45)) add("INTERVAL", dice.between(1, interval));
  if (dice.chance(0.15)) add("COUNT", dice.between(1, 60));
  if (dice.chance(frequency === "YEARLY" ? 0.6 : 0.2)) add("BYMONTH", dice.some(months, 4).join(","));
  const byMonth = parts.some((part) => part.startsWith("BYMONTH="));
  if (frequency === "DAILY") {
    if (dice.chance(0.3)) add("BYDAY", dice.some(weekdays, 5).join(","));
    if (dice.chance(0.1)) add("BYMONTHDAY", dice.some(monthDays, 8).join(","));
  } else if (frequency === "WEEKLY") {
    if (dice.chance(0.8)) add("BYDAY", dice.chance(0.2) ? working : dice.some(weekdays, 5).join(","));
    if (dice.chance(0.2)) add("WKST", dice.of(weekdays));
  } else if (frequency === "MONTHLY") {
    const kind = dice.below(5);
    if (kind === 0) add("BYMONTHDAY", dice.some(monthDays, 3).join(","));
    if (kind === 1) add("BYDAY", dice.some(weekdays, 3).map((weekday) => dice.of([1, 2, 3, 4, 5, 5, -1, -1, -2, -5]) + weekday).join(","));
    if (kind === 2) parts.push(`BYDAY=${dice.chance(0.6) ? working : dice.some(weekdays, 4).join(",")}`, `BYSETPOS=${dice.some([1, 2, 3, -1, -1, -2, 10], 2).join(",")}`);
    if (kind === 3) add("BYDAY", dice.some(weekdays, 3).join(","));
  } else {
    const kind = dice.below(5);
    if (kind === 0) add("BYMONTHDAY", dice.some(monthDays, 2).join(","));
    if (kind === 1 && byMonth) add("BYDAY", dice.some(weekdays, 2).map((weekday) => dice.of([1, 2, 4, 5, -1, -5]) + weekday).join(","));
    if (kind === 2 && !byMonth) add("BYDAY", dice.some(weekdays, 2).map((weekday) => dice.of([1, 20, 53, -1, -53]) + weekday).join(","));
    if (kind === 3 && !byMonth) add("BYYEARDAY", dice.some([1, 59, 60, 61, 100, 365, 366, -1, -306, -366], 3).join(","));
    if (kind === 4 && dice.chance(0.5)) parts.push(`BYDAY=${dice.some(weekdays, 3).join(",")}`, `BYSETPOS=${dice.some([1, 4, -1, -3, 50], 2).join(",")}`);
  }
  return parts.join(";");
}

/// A plan whose time is one that a clock change leaves out or doubles; nothing where the zone's clocks did not change that year.
export function aimed(dice, changesOf) {
  const zone = dice.of(odd);
  const changes = changesOf(zone, dice.between(2020, 2040));
  if (changes.length === 0) return undefined;
  const change = dice.of(changes);
  const local = change.from + dice.below(change.minutes) * 60_000;
  const start = new Date(local - dice.below(21) * 86_400_000).toISOString().slice(0, 16);
  const weekday = weekdays[(new Date(local).getUTCDay() + 6) % 7];
  const text = dice.of(["FREQ=DAILY", `FREQ=WEEKLY;BYDAY=${weekday}`, "FREQ=DAILY;COUNT=30", `FREQ=MONTHLY;BYMONTHDAY=${new Date(local).getUTCDate()}`]);
  return { rule: text, start, until: "", zone, from: start.slice(0, 10), most: 25 };
}

/// A plan of 2020 to 2040: {rule, start, until, zone, from, most}.
export function plan(dice, zones) {
  const zone = dice.chance(0.4) ? dice.of(odd) : dice.of(zones);
  const year = dice.between(2020, 2039);
  const month = dice.between(1, 12);
  const date = dice.chance(0.2) ? new Date(Date.UTC(year, month, 0)).getUTCDate() : dice.between(1, 28);
  // Half of the times lie where clocks change.
  const hour = dice.chance(0.5) ? dice.of([0, 0, 1, 2, 2, 3, 23]) : dice.between(0, 23);
  const minute = dice.chance(0.7) ? dice.of([0, 0, 15, 30, 30, 45, 59]) : dice.between(0, 59);
  const start = `${year}-${pad(month)}-${pad(date)}T${pad(hour)}:${pad(minute)}`;
  const fromYear = dice.chance(0.5) ? year : dice.between(year, Math.min(year + 4, 2040));
  const from = fromYear === year ? start.slice(0, 10) : `${fromYear}-${pad(dice.between(1, 12))}-${pad(dice.between(1, 28))}`;
  const untilYear = dice.between(year + 1, 2041);
  const text = rule(dice);
  const until = !text.includes("COUNT") && dice.chance(0.25) ? `${untilYear}-${pad(dice.between(1, 12))}-${pad(dice.between(1, 28))}` : "";
  return { rule: text, start, until, zone, from, most: 25 };
}
