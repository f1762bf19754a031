// The list of items, the one that is chosen, and the watch for changes.

import { column } from "./draw.js";
import { link, make } from "./markup.js";

const at = (id) => document.getElementById(id);
let shelf = { turn: 0, items: [], broken: [] };
let drawn = "";

const chosen = () => decodeURIComponent(location.hash.slice(1));
const ask = async (path) => {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

function list() {
  const words = at("filter").value.toLowerCase().split(/\s+/);
  const fits = shelf.items.filter((item) => words.every((word) => `${item.path} ${item.title}`.toLowerCase().includes(word)));
  const shown = fits.slice(0, 200);
  at("count").textContent = `${fits.length} of ${shelf.items.length} items${shown.length < fits.length ? ", the first 200 listed" : ""}`;
  at("items").replaceChildren(...shown.map((item) => {
    const entry = make("a", { href: `#${encodeURIComponent(item.path)}`, lang: item.language }, item.title,
      make("span", { class: "path", lang: "en" }, item.path));
    if (item.path === chosen()) entry.setAttribute("aria-current", "page");
    return make("li", {}, entry);
  }));
}

function faults(item) {
  const broken = shelf.broken.map((file) =>
    make("li", { class: "bad" }, `${file.path}:${file.line}:${file.column}: ${file.message}`,
      file.path === item?.path ? " Below is the last version that could be read." : ""));
  const found = (item?.findings ?? []).map((one) => make("li", {}, `Line ${one.line}: ${one.message} ${one.hint}`));
  const all = [...broken, ...found];
  at("faults").replaceChildren(...(all.length > 0 ? [make("h3", {}, "To mend"), make("ul", {}, ...all)] : []));
}

// Where and when it will be posted next, as far as plans and chance can tell.
const words = {
  set: () => "it has its turn then",
  drawn: () => "as chance would have it today; what is read until then changes it",
  possible: () => "it may be drawn then, or later",
};
function post(one) {
  const when = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: one.zone });
  return make("li", {}, make("strong", {}, when.format(new Date(one.at))), ` ${one.zone}, in ${one.channel}, plan ${one.plan}: ${words[one.chance]()}.`);
}

async function coming(item) {
  let told;
  try {
    told = await ask(`/preview/coming?path=${encodeURIComponent(item.path)}`);
  } catch {
    told = { broken: true };
  }
  if (item.path !== chosen()) return;
  const sentence = (text) => make("p", {}, text);
  const parts = [];
  if (told.broken) parts.push(sentence("The database could not be read."));
  else if (!told.known) parts.push(sentence("There is no database here: no plan is known. Start the preview where allybot serve runs."));
  else if (item.draft) parts.push(sentence("Nowhere: it is a draft."));
  else if (told.posts.length === 0) parts.push(sentence("In no channel within eight weeks, by the plans as they are."));
  else parts.push(make("ul", {}, ...told.posts.map(post)));
  if (told.all_asked === false) parts.push(sentence("There are more channels than are looked at here."));
  at("coming").replaceChildren(make("h3", {}, "Next posts"), ...parts);
}

function source(one) {
  const row = (name, value) => (value ? [make("dt", {}, name), make("dd", {}, String(value))] : []);
  return make("li", {}, link(one.url, one.title), ` (${one.publisher}, ${one.year})`,
    make("dl", {}, ...row("Claim", one.claim), ...row("Number", one.number), ...row("Who was asked", one.population),
      ...row("Support", one.support), ...row("Confidence", one.confidence), ...row("Caveat", one.caveat), ...row("Flag", one.flag)));
}

async function show(item) {
  const columns = await Promise.all(item.platforms.map((platform) => column(platform, item.language)));
  if (item.path !== chosen()) return;
  document.title = `${item.title} - Allybot preview`;
  at("title").textContent = item.title;
  at("title").lang = item.language;
  at("about").textContent = `${item.path}${item.draft ? ", a draft: it is not shown in chat yet" : ""}`;
  faults(item);
  at("platforms").replaceChildren(...columns);
  at("sources").replaceChildren(make("h3", {}, "Sources"),
    item.sources.length > 0 ? make("ul", {}, ...item.sources.map(source)) : make("p", {}, "None."));
}

// Draws the chosen item anew; what was opened stays open.
async function refresh() {
  const path = chosen();
  if (!path) return faults(null);
  try {
    const item = await ask(`/preview/item?path=${encodeURIComponent(path)}`);
    if (path !== chosen()) return;
    coming(item);
    const text = JSON.stringify([item, shelf.broken], (key, value) => (["value", "v", "custom_id"].includes(key) ? undefined : value));
    if (text === drawn) return;
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    await show(item);
    document.querySelectorAll("details").forEach((one, index) => { one.open = open[index] ?? false; });
    if (drawn && drawn.includes(JSON.stringify(item.path))) at("news").textContent = `Changed at ${new Date().toLocaleTimeString()}.`;
    drawn = text;
  } catch (problem) {
    if (problem.message !== "404") throw problem;
    drawn = "";
    at("title").textContent = "There is no such item";
    at("about").textContent = path;
    at("platforms").replaceChildren();
    at("sources").replaceChildren();
    at("coming").replaceChildren();
    faults(null);
  }
}

async function watch() {
  try {
    const now = await ask(`/preview/shelf?turn=${shelf.turn}`);
    if (now.items) {
      shelf = now;
      list();
      await refresh();
    }
    if (at("news").classList.contains("bad")) at("news").textContent = "";
    at("news").classList.remove("bad");
  } catch {
    at("news").classList.add("bad");
    if (!at("news").textContent.startsWith("The preview")) at("news").textContent = "The preview no longer answers. Start it again, and this page goes on.";
    shelf.turn = 0;
  }
  setTimeout(watch, 1000);
}

addEventListener("hashchange", async () => {
  at("news").textContent = "";
  list();
  await refresh();
  at("title").focus();
});
// The address names the item, so a jump within the page must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  at("title").focus();
});
at("filter").addEventListener("input", list);
watch();
