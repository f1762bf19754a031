// "As seen on": a message of the playground as each platform would show it, for keyboards, screen readers and small screens, too.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { askedPlatforms, dark, desktop, Person, phone, postedPlatforms, shots, startAnew, startBrowser, stateOf } from "./page.mjs";
import { request, startServer } from "./server.mjs";

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
});
beforeEach(() => startAnew(server.address));

const dialogOf = (person) => person.page.getByRole("dialog", { name: "As seen on other platforms" });
async function opened(person) {
  const dialog = dialogOf(person);
  await dialog.locator(".platform").nth(askedPlatforms.length - 1).waitFor();
  return dialog;
}
const offer = (person, title) => person.page.getByRole("button", { name: `As seen on\u2026 other platforms: ${title}`, exact: true });

test("a private answer is shown as each platform would answer it, by keyboard alone", async () => {
  const maya = await Person.visit(browser, server.address);
  const title = await maya.title(await maya.ask("/ally tip"));
  await maya.page.locator("#box").focus();
  for (let steps = 0; steps < 20 && !(await offer(maya, title).evaluate((one) => one === document.activeElement)); ++steps)
    await maya.page.keyboard.press("Shift+Tab");
  await maya.page.keyboard.press("Enter");
  const dialog = await opened(maya);
  assert.equal(await maya.page.evaluate(() => document.activeElement.id), "seen-title", "what opened is read out");
  assert.deepEqual(await dialog.locator(".platform > h3").allTextContents(), askedPlatforms);
  assert.deepEqual([...new Set(await dialog.locator("h4").allTextContents())].sort(), ["Answered, for one person alone", "Answered, in a direct message"]);
  for (const card of await dialog.locator(".drawn").all()) assert.ok((await card.textContent()).includes(title));
  assert.equal(await dialog.locator(".unknown").count(), 0);
  await maya.judge("as seen on");
  await maya.shot("as-seen");
  await maya.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await offer(maya, title).evaluate((one) => one === document.activeElement), "the focus is where it was");
  await maya.leave();
});

test("what the channel sees is shown as a post", async () => {
  const maya = await Person.visit(browser, server.address);
  const tip = await maya.ask("/ally tip");
  const title = await maya.title(tip);
  await maya.press(tip, "Share here");
  await maya.until("it is shared", () => document.querySelectorAll("#log .card").length > 1);
  await offer(maya, title).last().click();
  const dialog = await opened(maya);
  assert.deepEqual([...new Set(await dialog.locator("h4").allTextContents())], ["Posted in a channel"]);
  assert.deepEqual(await dialog.locator(".platform > h3").allTextContents(), postedPlatforms, "where nobody can ask, too");
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "hidden" });
  await maya.leave();
});

test("it fits in the dark, and on a phone", async () => {
  for (const [name, looks] of [["dark", dark], ["phone", phone]]) {
    const person = await Person.visit(browser, server.address, looks);
    const title = await person.title(await person.ask("/ally myth"));
    await offer(person, title).click();
    const dialog = await opened(person);
    assert.equal(await dialog.evaluate((one) => one.scrollWidth > one.clientWidth), false, "nothing is wider than the screen");
    await person.judge(name);
    await person.shot(`as-seen-${name}`);
    await person.leave();
    await startAnew(server.address);
  }
});

test("nobody looks at another's private answer that way", async () => {
  const maya = await Person.visit(browser, server.address);
  await maya.ask("/ally tip");
  const { messages } = await stateOf(server.address, "U1");
  const { id } = messages.find((one) => one.private && one.content.card);
  const ask = (member, headers = {}) => request(server.address, { path: `/playground/seen?member=${member}&message=${id}`, headers });
  assert.ok((await ask("U1")).text.includes('"platforms"'));
  for (const member of ["U2", "U9", ""]) assert.equal((await ask(member)).text, "{}");
  assert.equal((await request(server.address, { path: "/playground/seen?member=U1&message=x" })).text, "{}");
  assert.equal((await ask("U1", { Host: "evil.example" })).status, 403);
  assert.equal((await ask("U1", { Origin: "https://evil.example" })).status, 403);
  await maya.leave();
});

// As narrow as a side panel shows them; the pictures lie in tests/browser/out.
for (const language of ["en", "de", "es", "fr"])
  test(`a tip in ${language} fits into each platform's card`, async () => {
    const maya = await Person.visit(browser, server.address, { ...desktop, viewport: { width: 1240, height: 1400 } });
    await maya.ask(`/ally me language ${language}`);
    const title = await maya.title(await maya.ask("/ally tip"));
    await offer(maya, title).click();
    const dialog = await opened(maya);
    for (const narrow of [false, true]) {
      if (narrow) await maya.page.setViewportSize({ width: 320, height: 1400 });
      const cut = await dialog.evaluate((one) => [...one.querySelectorAll(".drawn, .drawn *")]
        .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== "inline").map((node) => node.textContent));
      assert.deepEqual(cut, [], "nothing is wider than its card");
      assert.deepEqual(await dialog.locator(".platform .bad").allTextContents(), [], "nothing would be cut");
    }
    await maya.page.setViewportSize({ width: 1240, height: 1400 });
    for (const platform of askedPlatforms)
      await dialog.getByRole("region", { name: platform, exact: true }).screenshot({ path: path.join(shots, `tip-${language}-${platform.replaceAll(" ", "-").toLowerCase()}.png`) });
    await maya.leave();
  });
