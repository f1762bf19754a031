// Google's own types over what the adapter sends to Google Chat.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { complaints } from "./typed.mjs";

const golden = (name) => JSON.parse(fs.readFileSync(new URL(`../golden/googlechat/${name}.json`, import.meta.url)));
const types = `import type { chat_v1 } from "@googleapis/chat";
type Message = chat_v1.Schema$Message;
type Card = chat_v1.Schema$GoogleAppsCardV1Card;`;

for (const name of ["tip", "help", "list", "myth-question", "myth-answer", "form", "post", "direct", "late", "update", "beside"])
  test(`Google's types take ${name}`, () => assert.deepEqual(complaints(types, "Message", golden(name)), []));

for (const [name, action] of [["addon", "createMessageAction"], ["addon-update", "updateMessageAction"]])
  test(`Google's types take the message of ${name}`, () =>
    assert.deepEqual(complaints(types, "Message", golden(name).hostAppDataAction.chatDataAction[action].message), []));

for (const name of ["dialog", "dialog-problems", "dialog-answer", "dialog-closed"]) {
  test(`Google's types take ${name}`, () => assert.deepEqual(complaints(types, "Message", golden(name)), []));
  test(`Google's types take ${name} of an add-on`, () => {
    const { navigations, notification, ...more } = golden(`addon-${name}`).action;
    assert.deepEqual(more, {});
    assert.equal(navigations.length, 1);
    if (name === "dialog-closed") {
      assert.deepEqual(navigations[0], { endNavigation: { action: "CLOSE_DIALOG" } });
      assert.equal(typeof notification.text, "string");
    } else assert.deepEqual(complaints(types, "Card", navigations[0].pushCard), []);
  });
}

test("Google's types refuse a misspelt field, a number for a text, and a button of another shape, so this judge can say no", () => {
  assert.notEqual(complaints(types, "Message", { ...golden("tip"), fallBackText: "misspelt" }).length, 0);
  assert.notEqual(complaints(types, "Message", { ...golden("tip"), fallbackText: 7 }).length, 0);
  const button = golden("tip");
  button.cardsV2[0].card.sections[0].widgets.at(-1).buttonList.buttons[0].onClick = { action: { method: "ally" } };
  assert.notEqual(complaints(types, "Message", button).length, 0);
  const dialog = golden("dialog");
  dialog.actionResponse.dialogAction.dialog.card = dialog.actionResponse.dialogAction.dialog.body;
  assert.notEqual(complaints(types, "Message", dialog).length, 0);
});
