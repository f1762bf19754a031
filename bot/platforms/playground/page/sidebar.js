// Channels, the direct message, who you are; on a narrow page all of it is a drawer.

import { avatar, byId, element, icon } from "./dom.js";
import { model, place, titleOf, unreadIn } from "./model.js";

const side = byId("side");
const menu = byId("menu");
const veil = byId("veil");

function drawPlace(channel, go) {
  const unread = unreadIn(channel.id);
  const sign = channel.direct ? element("img", { src: "/playground/icon.svg", alt: "" }) : "#";
  return element("li", {},
    element("button", {
      type: "button",
      "data-channel": channel.id,
      class: unread > 0 ? "has-unread" : "",
      "aria-current": channel.id === model.channel ? "true" : null,
      on: { click: () => go(channel.id) },
    },
    element("span", { class: "sign", "aria-hidden": "true" }, sign),
    element("span", { class: "name" }, channel.name),
    unread > 0 ? element("span", { class: "badge" }, String(unread), element("span", { class: "unseen" }, " unread")) : null));
}

// Keeps the focus on the same row when the list is drawn anew.
function fill(list, channels, go) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  list.replaceChildren(...channels.map((channel) => drawPlace(channel, go)));
  if (focused) list.querySelector(`[data-channel="${CSS.escape(focused)}"]`)?.focus();
}

let drawn = "";

export function drawPlaces(go) {
  const unread = model.channels.map((channel) => [channel.id, unreadIn(channel.id)]);
  byId("menu-dot").hidden = !unread.some(([id, count]) => count > 0 && id !== model.channel);
  const looks = JSON.stringify([model.channel, model.member, unread]);
  if (looks === drawn) return;
  drawn = looks;
  fill(byId("channels"), model.channels.filter((channel) => !channel.direct), go);
  fill(byId("direct"), model.channels.filter((channel) => channel.direct), go);
  byId("place").textContent = titleOf(place());
  byId("about").textContent = place().about ?? "Only you and the bot";
  document.title = `${titleOf(place())} | Allybot playground`;
}

export function drawPeople(become) {
  const people = byId("people");
  if (people.querySelector("label")) return;
  for (const person of model.people)
    people.append(element("label", { class: "person" },
      element("input", { type: "radio", name: "person", value: person.id, checked: person.id === model.member, on: { change: () => become(person.id) } }),
      avatar(model.people, person.id),
      element("span", { class: "who" }, person.name, element("small", {}, person.about)),
      icon("tick", "tick")));
}

export function closeDrawer(focus = true) {
  if (!side.classList.contains("open")) return;
  side.classList.remove("open");
  veil.hidden = true;
  menu.setAttribute("aria-expanded", "false");
  if (focus) menu.focus();
}

function openDrawer() {
  side.classList.add("open");
  veil.hidden = false;
  menu.setAttribute("aria-expanded", "true");
  side.querySelector("nav button[aria-current]")?.focus();
}

menu.addEventListener("click", openDrawer);
veil.addEventListener("click", () => closeDrawer());
side.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDrawer();
});
// The drawer covers the page: the focus stays in it until it is closed.
side.addEventListener("focusout", (event) => {
  if (side.classList.contains("open") && event.relatedTarget && !side.contains(event.relatedTarget)) closeDrawer(false);
});
