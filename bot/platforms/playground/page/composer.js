// The message box, with completion of the bot's verbs and topics: the listbox pattern of the ARIA practices guide.

import { byId, element } from "./dom.js";
import { model, place, titleOf } from "./model.js";

const box = byId("box");
const list = byId("choices");

let complete = async () => [];
let choices = [];
let active = -1;
let asked = 0;

const isOpen = () => !list.hidden;

function close() {
  list.hidden = true;
  choices = [];
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function point(at) {
  active = at;
  [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
  if (at < 0) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  box.setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function open(found) {
  choices = found;
  if (found.length === 0) {
    close();
    return;
  }
  list.replaceChildren(...found.map((choice, i) =>
    element("li", {
      id: `choice-${i}`,
      role: "option",
      "aria-selected": "false",
      // Not the box's blur: the press must reach the choice.
      on: { mousedown: (event) => event.preventDefault(), click: () => accept(i) },
    },
    element("b", {}, choice.typed),
    element("span", {}, choice.what))));
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  point(-1);
}

function accept(at) {
  box.value = `${choices[at].typed} `;
  box.focus();
  look();
}

// "/" and beginnings of the command's name are completed here, what follows the name by the bot.
async function find(text) {
  const name = `/${model.command}`;
  if (!text.startsWith("/")) return [];
  const rest = text.startsWith(`${name} `) ? text.slice(name.length + 1) : null;
  if (rest === null && !name.startsWith(text)) return [];
  const found = (await complete(rest ?? "")).map(({ value, label }) => ({
    typed: `${name} ${value}`,
    what: label.startsWith(`${value}:`) ? label.slice(value.length + 1).trim() : label,
  }));
  if (found.length === 1 && found[0].typed.trim() === text.trim()) return [];
  return rest === null ? [{ typed: name, what: "A tip and three things to try" }, ...found] : found;
}

async function look() {
  const mine = ++asked;
  const typed = box.value;
  let found = [];
  try {
    found = await find(typed);
  } catch {
    // Without suggestions the box is still a box.
  }
  if (mine !== asked || document.activeElement !== box) return;
  open(found);
  list.dataset.typed = typed;
}

const keys = {
  ArrowDown: () => point((active + 1) % choices.length),
  ArrowUp: () => point((active <= 0 ? choices.length : active) - 1),
  Tab: () => accept(Math.max(active, 0)),
  Escape: () => close(),
};

export function drawComposer() {
  const where = titleOf(place());
  byId("box-label").textContent = `Message ${where}`;
  box.placeholder = place().direct ? "Ask Allybot" : `Message ${where}`;
  byId("box-hint").replaceChildren("Type ", element("kbd", {}, "/"), ` for commands, ${"\u2191"} ${"\u2193"} to choose, `, element("kbd", {}, "Enter"), " to send");
}

export function notify(text, trouble = false) {
  const notice = byId("notice");
  notice.textContent = text;
  notice.classList.toggle("trouble", trouble);
}

export function startComposer({ send, completions }) {
  complete = completions;
  box.addEventListener("input", () => {
    notify("");
    if (isOpen()) point(-1); // what was chosen belongs to what was typed before
    look();
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      accept(active);
      return;
    }
    const act = isOpen() && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
  byId("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    asked += 1;
    close();
    if (!text) return;
    const first = text.split(/\s/)[0];
    if (text.startsWith("/") && first !== `/${model.command}`) {
      notify(`There is no ${first} here. Commands begin with /${model.command}.`, true);
      return;
    }
    box.value = "";
    if (!(await send(text))) box.value = box.value || text;
  });
}
