// What our preview draws for Teams, beside what the vendor's own renderer of Adaptive Cards draws of the same message: the same words in
// the same order with the same emphasis and links, and the same buttons.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { startBrowser } from "../browser/page.mjs";
import { checkout, startServer } from "../browser/server.mjs";

const vendor = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.min.js");
const shots = path.join(checkout, "tests/browser/out");
let server;
let browser;

before(async () => {
  server = await startServer({ words: ["content", "preview"] });
  browser = await startBrowser();
  await mkdir(shots, { recursive: true });
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0);
});

// Runs of text with what they look like; neighbours that look the same are one. Buttons apart.
function read(root) {
  const runs = [];
  const buttons = [...root.querySelectorAll(".press, button.ac-pushButton")].map((one) => one.textContent.trim());
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const within = node.parentElement;
    if (within.closest(".press, .ac-pushButton, .presses") || !node.data.trim()) continue;
    const style = getComputedStyle(within);
    const link = within.closest("a")?.href ?? null;
    const look = { strong: Number(style.fontWeight) >= 600, italic: style.fontStyle === "italic", link };
    const last = runs.at(-1);
    if (last && last.strong === look.strong && last.italic === look.italic && last.link === look.link) last.text += node.data;
    else runs.push({ text: node.data, ...look });
  }
  const plain = (text) => text.replaceAll(/\s+/g, "");
  return { runs: runs.map((run) => ({ ...run, text: plain(run.text) })), buttons };
}

for (const item of ["en/tips/a-pace-you-can-keep.md", "en/myths/not-a-mans-place.md", "de/tips/a-pace-you-can-keep.md"])
  test(`the vendor's renderer draws ${item} as our preview does`, async () => {
    const answer = await (await fetch(`${server.address}/preview/item?path=${encodeURIComponent(item)}`)).json();
    const teams = answer.platforms.find((one) => one.platform === "teams");
    const ours = await browser.newPage();
    await ours.goto(`${server.address}/#${encodeURIComponent(item)}`);
    await ours.locator("section[aria-label='Microsoft Teams'] .drawn").nth(teams.cards.length - 1).waitFor();
    const theirs = await browser.newPage();
    await theirs.setContent("<!doctype html><style>body{font:16px sans-serif}.one{width:24rem;border:1px solid #bbb;margin:1rem}</style>");
    await theirs.addScriptTag({ path: vendor });
    for (const [which, card] of teams.cards.entries()) {
      const [attachment] = card.message.attachments;
      const theirsRead = await theirs.evaluate(([content, source]) => {
        const judge = new AdaptiveCards.AdaptiveCard();
        judge.parse(content);
        const problems = judge.validateProperties().validationEvents.map((one) => one.message);
        const node = document.createElement("div");
        node.className = "one";
        node.append(judge.render());
        document.body.append(node);
        const cut = node.scrollWidth > node.clientWidth;
        return { ...eval(`(${source})`)(node), problems, cut };
      }, [attachment.content, read.toString()]);
      const oursRead = await ours.locator("section[aria-label='Microsoft Teams'] .drawn").nth(which).evaluate(read);
      assert.deepEqual(theirsRead.problems, [], card.name);
      assert.equal(theirsRead.cut, false, `${card.name}: nothing is wider than the card`);
      assert.ok(theirsRead.runs.length > 2 && theirsRead.buttons.length > 0, "there is something to compare");
      assert.deepEqual(oursRead.runs, theirsRead.runs, card.name);
      assert.deepEqual(oursRead.buttons, theirsRead.buttons, card.name);
    }
    const name = item.replaceAll("/", "-").replace(".md", "");
    await theirs.screenshot({ path: path.join(shots, `teams-theirs-${name}.png`), fullPage: true });
    await ours.locator("section[aria-label='Microsoft Teams']").screenshot({ path: path.join(shots, `teams-ours-${name}.png`) });
    await ours.close();
    await theirs.close();
  });
