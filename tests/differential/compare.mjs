// The live engine against implementations that share no line with it, on 10,500 random plans over 2020 to 2040: local dates by
// rrule (npm), moments by Node's Intl, gaps and overlaps by our rule (zones.mjs). Prints a table; any difference that the two zone
// databases do not explain fails. One that they do explain is a wall clock on which the two differ at that very moment.
//
// usage: node compare.mjs PROGRAM [PLANS] [SEED]

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import process from "node:process";
import rrule from "rrule";
import { aimed, plan, random } from "./plans.mjs";
import { changes, moment, skipsDate, wall, zones } from "./zones.mjs";

const { RRule } = rrule;
const version = createRequire(import.meta.url)("../package.json").devDependencies.rrule;
const [program, count = "10500", seed = "20261124"] = process.argv.slice(2);
if (!program) {
  console.error("usage: node compare.mjs PROGRAM [PLANS] [SEED]");
  process.exit(2);
}
const day = 86_400_000;
const end = Date.UTC(2041, 0, 1);
const began = Date.now();

function asUtc(text) {
  return Date.parse(`${text}${text.length === 10 ? "T00:00" : ""}:00Z`);
}

/// Nominal wall times of the plan, by rrule, from the day before `from` on: yesterday's last hour may fall into a gap.
function nominals(one) {
  const options = RRule.parseString(one.rule);
  if (options.wkst === undefined) options.wkst = RRule.MO;
  options.dtstart = new Date(asUtc(one.start));
  if (one.until) options.until = new Date(asUtc(one.until) + day - 1);
  else if (!options.count) options.until = new Date(end + day);
  // rrule gives, and counts, a date twice where two positions of BYSETPOS fall on it: then the counting is ours.
  const count = options.bysetpos ? options.count : undefined;
  if (count) options.count = null;
  const first = asUtc(one.from) - day;
  const found = [];
  let counted = 0, latest = 0;
  new RRule(options, true).all((date) => {
    if (date.getTime() > end + day) return false;
    if (date.getTime() === latest) return true;
    latest = date.getTime();
    counted += 1;
    if (count && counted > count) return false;
    if (latest >= first) found.push(latest);
    return found.length < one.most + 3;
  });
  return found;
}

/// What has to come out: [nominal, at in seconds, posted, reason].
function expected(one) {
  const rows = [];
  const after = moment(one.zone, asUtc(one.from)).at, upto = moment(one.zone, end).at;
  for (const nominal of nominals(one)) {
    const { at, kind } = moment(one.zone, nominal);
    if (at < after || at >= upto) continue;
    const missing = kind === "gap" && skipsDate(one.zone, nominal);
    rows.push([new Date(nominal).toISOString().slice(0, 16), at / 1000, !missing, missing ? "no-such-date" : kind]);
    if (rows.length === one.most) break;
  }
  return rows;
}

function run(lines) {
  const done = spawnSync(program, { input: lines.join("\n") + "\n", encoding: "utf8", maxBuffer: 1 << 29 });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status ?? done.signal}: ${done.stderr}`);
  return done.stdout.split("\n").slice(0, -1);
}

/// The engine's rows for each plan, or what it says against the plan.
function answers(plans) {
  const all = [];
  const lines = plans.map((one) => [one.rule, one.start, one.until, one.zone, one.from, one.most].join("\t"));
  for (const line of run(lines)) {
    if (line.startsWith("=")) all.push({ rows: [], refused: "" });
    else if (line.startsWith("! ")) all.at(-1).refused = line.slice(2);
    else {
      const [nominal, at, posted, reason] = line.split("\t");
      all.at(-1).rows.push([nominal, Number(at), posted === "1", reason]);
    }
  }
  return all;
}

const dice = random(Number(seed));
// One in ten is aimed at a clock change.
const plans = Array.from({ length: Number(count) }, () => (dice.chance(0.1) && aimed(dice, changes)) || plan(dice, zones));
const engine = answers(plans);
const tally = new Map();
const row = (name) => {
  if (!tally.has(name)) tally.set(name, { plans: 0, dates: 0, gaps: 0, overlaps: 0, "missing dates": 0, differences: 0, "zone data": 0 });
  return tally.get(name);
};
const differences = [];
const refusals = new Map();
for (const [index, one] of plans.entries()) {
  const got = engine[index];
  const wanted = expected(one);
  const counted = row(one.rule.match(/FREQ=(\w+)/)[1].toLowerCase());
  counted.plans += 1;
  if (got.refused) {
    refusals.set(got.refused, (refusals.get(got.refused) ?? 0) + 1);
    continue;
  }
  for (const [, , , reason] of wanted) {
    counted.dates += 1;
    if (reason === "gap") counted.gaps += 1;
    if (reason === "overlap") counted.overlaps += 1;
    if (reason === "no-such-date") counted["missing dates"] += 1;
  }
  for (let at = 0; at < Math.max(wanted.length, got.rows.length); ++at) {
    if (JSON.stringify(wanted[at]) === JSON.stringify(got.rows[at])) continue;
    differences.push({ one, counted, wanted: wanted[at], got: got.rows[at] });
    break;  // what follows in the same plan is the same difference
  }
}

// A difference is explained only when the two zone databases show another wall clock at one of the two moments.
const unexplained = [];
const data = new Map();
for (const difference of differences) {
  const moments = [difference.wanted, difference.got].filter(Boolean).flatMap((each) => [each[1], each[1] - 1, each[1] + 3600]);
  const shown = run(moments.map((second) => `? ${difference.one.zone}\t${second}`));
  const other = moments.map((second) => `: ${new Date(wall(difference.one.zone, second * 1000)).toISOString().slice(0, 16)}`);
  if (shown.some((line, at) => line !== other[at])) {
    difference.counted["zone data"] += 1;
    data.set(difference.one.zone, (data.get(difference.one.zone) ?? 0) + 1);
  } else {
    difference.counted.differences += 1;
    unexplained.push(difference);
  }
}

const total = { plans: 0, dates: 0, gaps: 0, overlaps: 0, "missing dates": 0, differences: 0, "zone data": 0 };
for (const counted of tally.values()) for (const key of Object.keys(total)) total[key] += counted[key];
tally.set("all", total);
const heads = ["", ...Object.keys(total)];
const cells = [heads, ...[...tally].map(([name, counted]) => [name, ...Object.values(counted).map(String)])];
const widths = heads.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
for (const line of cells) console.log(line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "));
console.log(`${zones.length} zones, rrule ${version}, Intl with zone data ${process.versions.tz}, ` +
  `seed ${seed}, ${((Date.now() - began) / 1000).toFixed(1)} s`);
for (const [why, times] of refusals) console.log(`refused ${times}: ${why}`);
for (const [zone, times] of data) console.log(`zone data differ: ${zone}, ${times} plans`);
for (const { one, wanted, got } of unexplained.slice(0, 10))
  console.log(`DIFFERENCE ${JSON.stringify(one)}\n  wanted ${JSON.stringify(wanted)}\n  got    ${JSON.stringify(got)}`);
if (unexplained.length > 0) console.log(`${unexplained.length} unexplained differences`);
process.exit(unexplained.length > 0 || total.dates < 10 * plans.length ? 1 : 0);
