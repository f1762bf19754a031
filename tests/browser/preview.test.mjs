// `allybot content preview` as an author uses it: a real browser beside an editor that saves.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { askedPlatforms, dark, desktop, judge, phone, platformNames, shots, startBrowser } from "./page.mjs";
import { checkout, startServer } from "./server.mjs";

let folder;
let server;
let browser;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "allybot-preview-"));
  await cp(path.join(checkout, "content"), folder, { recursive: true });
  server = await startServer({ words: ["content", "preview", "tips/a-pace-you-can-keep"], content: folder });
  browser = await startBrowser();
  await mkdir(shots, { recursive: true });
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
  await rm(folder, { recursive: true, force: true });
});

async function visit(item, looks = desktop) {
  const context = await browser.newContext(looks);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (line) => line.type() === "error" && faults.push(line.text()));
  await page.goto(`${server.address}/#${encodeURIComponent(item)}`);
  await page.locator("#platforms section").first().waitFor();
  return { page, leave: async () => { await context.close(); assert.deepEqual(faults, [], "the page's console is clean"); } };
}

test("an item is drawn for every platform, in light and dark, on desktop and phone, for everybody", async () => {
  for (const [name, looks, item] of [["tip", desktop, "en/tips/a-pace-you-can-keep.md"], ["dark", dark, "en/tips/a-pace-you-can-keep.md"],
    ["phone", phone, "en/tips/a-pace-you-can-keep.md"]]) {
    const { page, leave } = await visit(item, looks);
    const names = await page.locator("#platforms h3").allTextContents();
    assert.deepEqual(names, platformNames);
    await page.locator("#coming", { hasText: "There is no database here" }).waitFor();
    const title = await page.locator("#title").textContent();
    for (const card of await page.locator(".drawn").all()) assert.ok((await card.textContent()).includes(title));
    assert.equal(await page.locator("h4", { hasText: /^Answered/ }).count(), askedPlatforms.length + 1, "where one can ask, the private form, or the one that everybody reads");
    assert.equal(await page.locator(".unknown").count(), 0);
    await judge(page, name);
    await page.screenshot({ path: path.join(shots, `preview-${name}.png`), fullPage: false });
    await leave();
  }
});

test("the page follows the file, says what is broken, and goes on when it is mended", async () => {
  const item = "en/tips/a-pace-you-can-keep.md";
  const file = path.join(folder, item);
  const good = await readFile(file, "utf8");
  const { page, leave } = await visit(item);
  await writeFile(file, good.replace(/^title:.*$/m, "title: Named by a test"));
  await page.locator("#title", { hasText: "Named by a test" }).waitFor();
  assert.match(await page.locator("#news").textContent(), /^Changed at/);
  await writeFile(file, good.replace(/^title:/m, "no-such-key:"));
  await page.locator("#faults", { hasText: item }).waitFor();
  assert.equal(await page.locator("#title").textContent(), "Named by a test");
  await judge(page, "a broken file");
  await page.screenshot({ path: path.join(shots, "preview-broken.png") });
  await writeFile(file, good);
  await page.locator("#faults h3").waitFor({ state: "detached" });
  await leave();
});

test("items are found and opened by keyboard, with their sources and caveats", async () => {
  const { page, leave } = await visit("en/tips/a-pace-you-can-keep.md");
  await page.locator("#filter").fill("en/myths");
  await page.locator("#filter").press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("h4", { hasText: "After Fact was pressed" }).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");
  assert.ok(await page.locator("#sources li").count() > 0);
  await judge(page, "a myth");
  await page.screenshot({ path: path.join(shots, "preview-myth.png"), fullPage: true });
  await leave();
});
