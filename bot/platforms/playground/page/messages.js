// Draws messages and cards. A message that changes keeps its place, and the focus if it had it.

import { avatar, byId, element, icon } from "./dom.js";
import { messagesHere, model, personOf, place, titleOf } from "./model.js";
import { showSeen } from "./seen.js";

const log = byId("log");
const scroller = byId("scroller");
const newest = byId("newest");
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const isSafe = (url) => /^(https:\/\/|mailto:)/.test(url);

function withMentions(text) {
  return text.split(/(<@\w+>)/).map((part) => {
    const person = part.startsWith("<@") ? personOf(part.slice(2, -1)) : undefined;
    return person ? element("span", { class: "mention" }, `@${person.name}`) : part;
  });
}

function drawRun(run) {
  let made = run.code ? [element("code", {}, run.text)] : withMentions(run.text);
  if (run.emphasis) made = [element("em", {}, ...made)];
  if (run.strong) made = [element("strong", {}, ...made)];
  if (run.link && isSafe(run.link)) made = [element("a", { href: run.link, target: "_blank", rel: "noreferrer noopener" }, ...made)];
  return made;
}

const drawLine = (line) => line.flatMap(drawRun);
const drawItems = (items) => items.map((item) => element("li", {}, ...drawLine(item)));

const blocks = {
  paragraph: (block) => element("p", {}, ...drawLine(block.line)),
  bullets: (block) => element("ul", { role: "list" }, ...drawItems(block.items)),
  numbers: (block) => element("ol", {}, ...drawItems(block.items)),
  quote: (block) => element("blockquote", {}, ...drawLine(block.line)),
  labelled: (block) => element("p", { class: "call" }, element("b", {}, `${block.label.replace(/:$/, "")}:`), " ", ...drawLine(block.line)),
  note: (block) => element("p", { class: "note" }, ...drawLine(block.line)),
  divider: () => element("hr"),
};

function drawButton(button, message, press) {
  if (button.url) {
    if (!isSafe(button.url)) return null;
    return element("a", { class: "button", href: button.url, target: "_blank", rel: "noreferrer noopener" }, button.label, icon("out"),
      element("span", { class: "unseen" }, " (opens a new tab)"));
  }
  const style = button.style === "default" ? "button" : `button ${button.style}`;
  return element("button", { type: "button", class: style, on: { click: (event) => press(button, message, event.currentTarget) } }, button.label);
}

function drawCard(card, message, press) {
  const made = element("article", { class: "card" });
  if (card.title) {
    const id = `title-${message.id}`;
    made.setAttribute("aria-labelledby", id);
    made.append(element("h3", { id, tabindex: "-1" }, card.title));
  } else {
    made.setAttribute("aria-label", "Answer");
  }
  made.append(...card.blocks.map((block) => blocks[block.kind]?.(block) ?? ""));
  const buttons = card.buttons.map((button) => drawButton(button, message, press)).filter(Boolean);
  if (buttons.length > 0) made.append(element("div", { class: "buttons" }, ...buttons));
  return made;
}

// Its name tells it from those of the other messages.
function drawSee(message) {
  const { title } = message.content.card;
  return element("button", { type: "button", class: "see", on: { click: () => showSeen(message) } }, "As seen on\u2026",
    element("span", { class: "unseen" }, title ? ` other platforms: ${title}` : " other platforms"));
}

function drawByline(message) {
  const person = personOf(message.author);
  const at = new Date(message.at);
  return element("div", { class: "byline" },
    element("b", {}, person ? person.name : "Allybot"),
    person ? null : element("span", { class: "bot" }, "bot"),
    element("time", { datetime: at.toISOString() }, timeFormat.format(at)),
    message.private && !place().direct ? element("span", { class: "private" }, icon("lock"), "Only visible to you") : null,
    message.content.card ? drawSee(message) : null);
}

function drawMessage(message, press) {
  const { card, text } = message.content;
  const body = card ? element("div", { class: "body wide" }, drawCard(card, message, press))
    : element("div", { class: "body" }, element("p", { class: text.startsWith("/") ? "typed command" : "typed" }, text));
  return element("div", { class: "message", "data-id": message.id }, avatar(model.people, message.author), drawByline(message), body);
}

const dayOf = (message) => dayFormat.format(new Date(message.at));
const drawDay = (day) => element("div", { class: "day" }, day);

let lastDay = "";

function append(message, press) {
  if (dayOf(message) !== lastDay) {
    lastDay = dayOf(message);
    log.append(drawDay(lastDay));
  }
  const made = drawMessage(message, press);
  log.append(made);
  return made;
}

const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
let stays = true; // at the end, also when the page around it changes its size

function toEnd() {
  scroller.scrollTo({ top: scroller.scrollHeight });
  newest.hidden = true;
}

// To the end, but not past the beginning of what is new.
function toNew(first) {
  if (log.getBoundingClientRect().bottom - first.getBoundingClientRect().top < scroller.clientHeight) {
    toEnd();
    return;
  }
  first.scrollIntoView({ block: "start" });
  newest.hidden = true;
}

scroller.addEventListener("scroll", () => {
  stays = isAtEnd();
  if (stays) newest.hidden = true;
});
new ResizeObserver(() => {
  if (stays) scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });
}).observe(scroller);
newest.addEventListener("click", () => {
  toEnd();
  byId("box").focus({ preventScroll: true });
});

// Draws the conversation from its beginning. It is read out only when somebody goes there.
export function drawAll(press) {
  log.setAttribute("aria-live", "off");
  log.setAttribute("aria-label", `Messages in ${titleOf(place())}`);
  log.replaceChildren();
  lastDay = "";
  for (const message of messagesHere()) append(message, press);
  scroller.scrollTo({ top: messagesHere().length > 0 ? scroller.scrollHeight : 0, behavior: "instant" });
  newest.hidden = true;
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
}

// `awaited`: the member did something a moment ago, and this may be what came of it.
export function drawChanged(changed, press, awaited) {
  const follow = awaited || isAtEnd();
  let first = null;
  for (const { message, known } of changed) {
    if (message.channel !== model.channel) continue;
    const old = known ? log.querySelector(`[data-id="${message.id}"]`) : null;
    if (!old) {
      const made = append(message, press);
      made.classList.add("fresh");
      first ??= made;
      continue;
    }
    const made = drawMessage(message, press);
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(made);
    if (hadFocus) made.querySelector(".card :is(h3, button, a)")?.focus({ preventScroll: true });
    made.scrollIntoView({ block: "nearest" });
  }
  if (first && follow) toNew(first);
  else if (first) newest.hidden = false;
}
