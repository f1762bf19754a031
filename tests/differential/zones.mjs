// Wall clocks by Node's own Intl (ICU's zone data), and our rule for gaps and overlaps on top of them.
// Must never ask our program: this is the other opinion.

const day = 86_400_000;
const formats = new Map();

function format(zone) {
  let made = formats.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formats.set(zone, made);
  }
  return made;
}

/// The wall clock at a moment, as milliseconds of a clock that pretends to be UTC. Moments are whole seconds.
export function wall(zone, moment) {
  const text = format(zone).format(moment);  // "03/29/2026, 02:30:00"
  const number = (from, to) => Number(text.slice(from, to));
  return Date.UTC(number(6, 10), number(0, 2) - 1, number(3, 5), number(12, 14), number(15, 17), number(18, 20));
}

// A week with one offset at both of its ends and in its middle is taken to have that one throughout: no zone of 2020 to 2041 goes
// there and back within less. Asking Intl is what costs, so each edge is asked once.
const half = 3.5 * day;
const edges = new Map();
function edgeOffset(zone, index) {
  let known = edges.get(zone);
  if (!known) edges.set(zone, (known = new Map()));
  let offset = known.get(index);
  if (offset === undefined) known.set(index, (offset = wall(zone, index * half) - index * half));
  return offset;
}

/// Offsets that the zone may have around a wall time, more than a day to each side.
function offsetsAround(zone, local) {
  const middle = Math.round(local / half);
  return new Set([middle - 1, middle, middle + 1].map((index) => edgeOffset(zone, index)));
}

/// When a wall time comes: {at, kind}. kind "gap": it never does, and `at` is the first moment after the gap; "overlap": it comes
/// twice, and `at` is the first time.
export function moment(zone, local) {
  const offsets = offsetsAround(zone, local);
  if (offsets.size === 1) return { at: local - [...offsets][0], kind: "" };
  const found = [...offsets].map((offset) => local - offset).filter((at) => wall(zone, at) === local).sort((a, b) => a - b);
  if (found.length === 1) return { at: found[0], kind: "" };
  if (found.length > 1) return { at: found[0], kind: "overlap" };
  // Before the gap the wall shows less than `local`, after it more: halve the span down to a second.
  let before = local - Math.max(...offsets) - day, after = local - Math.min(...offsets) + day;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (wall(zone, middle) < local) before = middle;
    else after = middle;
  }
  return { at: after, kind: "gap" };
}

/// Whether the zone left the whole date of `local` out.
export function skipsDate(zone, local) {
  const midnight = local - (((local % day) + day) % day);
  const first = moment(zone, midnight), last = moment(zone, midnight + day - 60_000);
  return first.kind === "gap" && last.kind === "gap" && first.at === last.at;
}

/// Wall times of a year that never come or come twice: {from, minutes}, for each of the zone's clock changes.
export function changes(zone, year) {
  const found = [];
  for (let index = Math.ceil(Date.UTC(year, 0, 1) / half); index * half < Date.UTC(year + 1, 0, 1); ++index) {
    const was = edgeOffset(zone, index), is = edgeOffset(zone, index + 1);
    if (was === is) continue;
    let before = index * half, after = before + half;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (wall(zone, middle) - middle === was) before = middle;
      else after = middle;
    }
    found.push({ from: after + Math.min(was, is), minutes: Math.abs(is - was) / 60_000 });
  }
  return found;
}

export const zones = Intl.supportedValuesOf("timeZone");
