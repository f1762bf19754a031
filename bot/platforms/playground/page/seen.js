// A message as each platform would show it, in a dialog. Nothing in it can be pressed.

import { seenOn } from "./api.js";
import { byId, element } from "./dom.js";
import { column } from "./draw.js";
import { model } from "./model.js";

const dialog = byId("seen-dialog");
byId("seen-close").addEventListener("click", () => dialog.close());

export async function showSeen(message) {
  const about = byId("seen-about");
  about.textContent = "Drawing\u2026";
  byId("seen-platforms").replaceChildren();
  dialog.showModal();
  byId("seen-title").focus();
  try {
    const { language, platforms } = await seenOn(model.member, message.id);
    const columns = await Promise.all(platforms.map((platform) => column(platform, language)));
    about.textContent = "What each platform is sent, drawn near enough to judge length, order and emphasis. Buttons do nothing here.";
    byId("seen-platforms").replaceChildren(...columns);
  } catch {
    about.replaceChildren(element("span", { role: "alert" }, "That could not be drawn. Please try again."));
  }
}
