// What the parser of Rocket.Chat's own clients makes of what the adapter sends: bold, italic, code, links, quotations and lists of
// ours, and of whatever somebody typed nothing but text.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { parse } from "@rocket.chat/message-parser";

const folder = new URL("../golden/rocketchat/", import.meta.url);
const options = { colors: true, emoticons: true, katex: { dollarSyntax: false, parenthesisSyntax: true } };
// Two lines say where it goes.
const said = (name) => fs.readFileSync(new URL(name, folder), "utf8").split("\n").slice(2).join("\n").trimEnd();

const ours = new Set(["PARAGRAPH", "LINE_BREAK", "PLAIN_TEXT", "BOLD", "ITALIC", "INLINE_CODE", "LINK", "QUOTE", "UNORDERED_LIST", "ORDERED_LIST", "LIST_ITEM"]);

function complaints(text) {
  const found = [];
  const look = (node) => {
    if (Array.isArray(node)) return node.forEach(look);
    if (node === null || typeof node !== "object") return;
    if (node.type !== undefined && !ours.has(node.type)) found.push(node.type);
    if (node.type !== "LINK") return Object.values(node).forEach(look);
    if (!/^(https:\/\/example\.org\/|mailto:help@example\.org$)/.test(node.value.src.value)) found.push(`a link to ${node.value.src.value}`);
    look(node.value.label);
  };
  look(parse(text, options));
  return found;
}

const count = (text, type) => JSON.stringify(parse(text, options)).split(`"type":"${type}"`).length - 1;

for (const name of fs.readdirSync(folder).filter((one) => one.endsWith(".md")))
  test(`Rocket.Chat's parser finds nothing in ${name} that no card asked for`, () => assert.deepEqual(complaints(said(name)), []));

test("Rocket.Chat's parser finds the bold, links and lists that the card of a tip has", () => {
  const tip = said("tip.md");
  assert.equal(count(tip, "LINK"), 1);
  assert.ok(count(tip, "BOLD") >= 3);
  assert.equal(count(tip, "LIST_ITEM"), 5);
});

test("Rocket.Chat's parser finds nothing but text in what somebody typed", () => {
  for (const type of ["BOLD", "ITALIC", "LINK", "QUOTE", "LIST_ITEM", "INLINE_CODE"]) assert.equal(count(said("typed.md"), type), 0, type);
});

test("Rocket.Chat's parser finds calls, emoji, links and blocks in what was not made safe, so this judge can say no", () => {
  for (const text of ["@kim", "#ops", ":tada:", ":)", "www.evil.com", "~s~", "||x||", "# h", "- [ ] t", "\\(x\\)", "color:#f00", "<t:1630360800:R>", "[a](https://evil.example/)"])
    assert.notEqual(complaints(text).length, 0, text);
});
