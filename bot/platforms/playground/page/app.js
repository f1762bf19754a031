// The page as a whole: asks what is new, draws it, and sends what the member does.

import { post, state } from "./api.js";
import { drawClock, momentText, startClock } from "./clock.js";
import { drawComposer, notify, startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { confirmed, openForm } from "./forms.js";
import { drawAll, drawChanged } from "./messages.js";
import { become, markRead, model, take, titleOf, place } from "./model.js";
import { closeDrawer, drawPeople, drawPlaces } from "./sidebar.js";
import { drawWelcome } from "./welcome.js";

const restful = 900; // milliseconds between looks when nothing happens
const hurried = 120; // and just after something was done
let hurryUntil = 0;
let awaitUntil = 0;
let timer = 0;
let looking = null;

const hurry = () => {
  hurryUntil = Date.now() + 2500;
  awaitUntil = Date.now() + 5000;
};
const pause = () => {
  if (model.clock.target !== null || Date.now() < hurryUntil) return hurried;
  return document.hidden ? 5000 : restful;
};

function draw({ all, changed }) {
  if (all) {
    drawWelcome(say);
    drawComposer();
    drawAll(press);
    byId("log").dataset.reader = model.member;
  } else if (changed.length > 0) {
    drawChanged(changed, press, Date.now() < awaitUntil);
  }
  if (!document.hidden) markRead();
  drawPlaces(go);
  drawPeople(change);
  drawClock();
}

async function lookOnce() {
  const was = model.clock.target;
  try {
    draw(take(await state(model)));
    if (byId("notice").dataset.lost) {
      delete byId("notice").dataset.lost;
      notify("");
    }
  } catch {
    byId("notice").dataset.lost = "yes";
    notify("The playground does not answer. Is it still running? It is tried again.", true);
    return;
  }
  if (was !== null && model.clock.target === null) {
    hurry();
    notify(`The clock now says ${momentText(Date.now() + model.clock.ahead)}.`);
  }
}

// One look at a time; whoever asks while one is under way gets that one.
function look() {
  clearTimeout(timer);
  looking ??= lookOnce().finally(() => {
    looking = null;
    timer = setTimeout(look, pause());
  });
  return looking;
}

async function attempt(what, body) {
  try {
    const answer = await post(what, { member: model.member, channel: model.channel, ...body });
    hurry();
    look();
    return answer;
  } catch {
    notify("That did not get through. Please try again.", true);
    return null;
  }
}

function show(answer, message) {
  if (!answer?.form) return;
  const { form } = answer;
  openForm(form, async (values) => {
    const sent = await attempt("forms", { value: form.value, values, message });
    if (sent === null) return [{ field: form.fields[0]?.name, problem: "That did not get through. Please try again." }];
    show(sent, message);
    return sent.problems ?? [];
  });
}

async function say(text) {
  const answer = await attempt("commands", { text });
  show(answer);
  return answer !== null;
}

async function press(button, message, element) {
  if (element.getAttribute("aria-disabled") === "true") return;
  if (button.confirm && !(await confirmed({ title: button.label, text: button.confirm, yes: button.label }))) return;
  element.setAttribute("aria-disabled", "true");
  const answer = await attempt("presses", { value: button.value, message: message.id });
  element.removeAttribute("aria-disabled");
  show(answer, message.id);
}

function go(channel) {
  model.channel = channel;
  notify("");
  closeDrawer(false);
  draw({ all: true, changed: [] });
  byId("box").focus();
}

async function change(member) {
  become(member);
  notify("");
  await looking;
  await look();
  closeDrawer();
}

async function move(how) {
  const answer = await attempt("clock", how);
  if (answer && answer.target === null) notify("No nudge is planned yet. Add a schedule first.", true);
}

async function reset() {
  const sure = await confirmed({
    title: "Reset the playground?",
    text: "All messages, schedules and settings of this playground are deleted. The clock stays where it is: it only moves forward.",
    yes: "Reset",
  });
  if (sure && (await attempt("reset", {}))) notify(`Everything is new. You are in ${titleOf(place())}.`);
}

startClock(move);
startComposer({
  send: say,
  completions: async (text) => (await post("completions", { member: model.member, channel: model.channel, text })).choices ?? [],
});
byId("reset").addEventListener("click", reset);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
look();
