// The first thing in each conversation: what this place is, and three things to click.

import { avatar, byId, element } from "./dom.js";
import { model, place } from "./model.js";

function words(direct, command) {
  if (direct)
    return {
      title: "Your own conversation with Allybot",
      text: "Nobody else reads along, and everything you write here is for the bot. Try one of these:",
      tries: [["tip", "one thing to do this week"], ["myth", "a claim to judge: myth or fact?"], ["help", "all that I can do"]],
    };
  return {
    title: "Welcome! This is a workspace to try things in",
    text: "Allybot answers here as it would in your own chat. Click one of these, or type it:",
    tries: [
      [`/${command}`, "a tip and three things to try"],
      [`/${command} myth`, "a claim to judge: myth or fact?"],
      [`/${command} schedule add every Tuesday 10:00`, "a weekly nudge for this channel"],
    ],
    then: "Then let the clock jump to the next nudge, or look at this channel as somebody else.",
  };
}

export function drawWelcome(say) {
  const { title, text, tries, then } = words(place().direct, model.command);
  const made = tries.map(([typed, what]) =>
    element("button", { type: "button", on: { click: () => say(typed) } }, element("code", {}, typed), element("span", {}, what)));
  byId("welcome").replaceChildren(
    element("div", { class: "message" },
      avatar(model.people, ""),
      element("div", { class: "byline" }, element("b", {}, "Allybot"), element("span", { class: "bot" }, "bot")),
      element("div", { class: "body wide" },
        element("article", { class: "card", "aria-labelledby": "welcome-title" },
          element("h3", { id: "welcome-title" }, title),
          element("p", {}, text),
          element("div", { class: "tries" }, ...made),
          then ? element("p", { class: "note" }, then) : null))));
}
