// The clock of the workspace, in the zone of this browser and in UTC, and the buttons that move it forward.

import { byId } from "./dom.js";
import { model, now } from "./model.js";

const local = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const short = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const utc = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const brief = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

function put(id, text, moment) {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
  if (moment) place.dateTime = new Date(moment).toISOString();
}

function next() {
  const { target, nextNudge } = model.clock;
  if (target) return ` · moving to ${short.format(target)} …`;
  return nextNudge ? ` · next nudge ${short.format(nextNudge)}` : " · no nudge planned";
}

export function drawClock() {
  const moment = now();
  put("clock-local", local.format(moment), moment);
  put("clock-utc", `${utc.format(moment)} UTC`, moment);
  put("clock-short", brief.format(moment), moment);
  put("clock-next", next());
  const moving = model.clock.target !== null;
  for (const button of document.querySelectorAll(".jumps button")) {
    if (moving) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

export const momentText = (moment) => short.format(moment);

// `move` asks the server; the buttons that are waiting for it do nothing.
export function startClock(move) {
  setInterval(drawClock, 1000);
  for (const button of document.querySelectorAll(".jumps button"))
    button.addEventListener("click", () => {
      if (model.clock.target !== null) return;
      move(button.dataset.to ? { to: button.dataset.to } : { minutes: Number(button.dataset.minutes) });
    });
  const toggle = byId("clock-toggle");
  toggle.addEventListener("click", () => {
    const open = byId("clock").classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}
