// The list of items, the one that is chosen, and the watch for changes.

import { draw, names } from "./draw.js";
import { link, make } from "./markup.js";

const at = (id) => document.getElementById(id);
const near = 0.8; // of a limit
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

function limits(platform) {
  const told = platform.faults.map((fault) => make("li", { class: "bad" }, `The ${fault.field} would be cut: ${fault.message}`));
  for (const card of platform.cards) {
    if (card.characters > platform.most_text * near)
      told.push(make("li", {}, `${card.name}: near the limit, with ${card.characters} of ${platform.most_text} characters.`));
  }
  const most = Math.max(...platform.cards.map((card) => card.characters));
  const room = `About ${most} of ${platform.most_text} characters.`;
  return make("div", { class: "limits" }, told.length > 0 ? make("ul", {}, ...told) : null, make("p", {}, told.length > 0 ? room : `It fits. ${room}`));
}

function column(platform, language) {
  const name = names[platform.platform] ?? platform.platform;
  const parts = platform.cards.flatMap((card) => {
    const { nodes, spoken } = draw(platform.platform, card);
    return [
      make("h4", {}, card.name),
      make("div", { class: `card ${platform.platform}`, lang: language }, ...nodes),
      spoken ? make("details", {}, make("summary", {}, "As notifications and screen readers say it"), make("p", { class: "spoken", lang: language }, spoken)) : null,
    ];
  });
  return make("section", { "aria-label": name }, make("h3", {}, name), ...parts, limits(platform));
}

function source(one) {
  const row = (name, value) => (value ? [make("dt", {}, name), make("dd", {}, String(value))] : []);
  return make("li", {}, link(one.url, one.title), ` (${one.publisher}, ${one.year})`,
    make("dl", {}, ...row("Claim", one.claim), ...row("Number", one.number), ...row("Who was asked", one.population),
      ...row("Support", one.support), ...row("Confidence", one.confidence), ...row("Caveat", one.caveat), ...row("Flag", one.flag)));
}

function show(item) {
  document.title = `${item.title} - Allybot preview`;
  at("title").textContent = item.title;
  at("title").lang = item.language;
  at("about").textContent = `${item.path}${item.draft ? ", a draft: it is not shown in chat yet" : ""}`;
  faults(item);
  at("platforms").replaceChildren(...item.platforms.map((platform) => column(platform, item.language)));
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
    const text = JSON.stringify([item, shelf.broken], (key, value) => (["value", "v", "custom_id"].includes(key) ? undefined : value));
    if (text === drawn) return;
    const open = [...document.querySelectorAll("details")].map((one) => one.open);
    show(item);
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
