// What a person does in the playground, in words.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { checkout, request } from "./server.mjs";

export const shots = path.join(checkout, "tests/browser/out");
// In the order of the registry.
export const platformNames = ["Slack", "Mattermost", "Discord", "Microsoft Teams", "Google Chat", "Matrix", "Zulip", "Rocket.Chat", "Webex", "Teams workflow", "Teams outgoing webhook"];
// Those where the bot posts by itself.
export const postedPlatforms = platformNames.slice(0, -1);
// Those where somebody can ask and be answered alone.
export const askedPlatforms = platformNames.slice(0, -2);
const deadline = 30000;

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });

export const desktop = { viewport: { width: 1280, height: 860 }, colorScheme: "light" };
export const dark = { viewport: { width: 1280, height: 860 }, colorScheme: "dark" };
export const phone = { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true };

export class Person {
  constructor(context, page, faults) {
    Object.assign(this, { context, page, faults });
    this.box = page.locator("#box");
    this.messages = page.locator("#log .message");
    this.cards = page.locator("#log .card");
    this.choices = page.locator("#choices [role=option]");
  }

  static async visit(browser, address, looks = desktop) {
    const context = await browser.newContext({ ...looks, timezoneId: "Europe/Berlin", locale: "en-GB" });
    context.setDefaultTimeout(deadline);
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (line) => {
      if (line.type() === "error") faults.push(line.text());
    });
    await page.goto(`${address}/`);
    const person = new Person(context, page, faults);
    await page.locator("#welcome .tries button").first().waitFor();
    return person;
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.faults, [], "the page's console is clean");
  }

  async say(text) {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  // Says it and waits for the answer: a card after what was said.
  async ask(text) {
    const before = await this.cards.count();
    await this.say(text);
    return this.card(before);
  }

  async card(at) {
    const card = this.cards.nth(at);
    await card.waitFor();
    return card;
  }

  async press(card, name) {
    await card.getByRole("button", { name, exact: true }).click();
  }

  async become(name) {
    const choice = this.page.getByRole("radio", { name: new RegExp(name) });
    await choice.check();
    await this.page.locator("#welcome .tries button").first().waitFor();
    // What the one before saw is there until then, and would be counted.
    await this.page.locator(`#log[data-reader="${await choice.getAttribute("value")}"]`).waitFor({ state: "attached" });
  }

  async go(name) {
    await this.page.locator("nav").getByRole("button", { name: new RegExp(name) }).click();
    await this.page.locator("#place").filter({ hasText: name }).waitFor();
  }

  // Waits until the page says what is expected of it.
  async until(what, predicate, argument) {
    try {
      await this.page.waitForFunction(predicate, argument, { timeout: deadline, polling: 50 });
    } catch (error) {
      throw new Error(`never: ${what} (${error.message.split("\n")[0]})`);
    }
  }

  title = (card) => card.locator("h3").textContent();

  async shot(name) {
    await mkdir(shots, { recursive: true });
    // Motion is over, and what came in is drawn.
    await this.page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
    await this.page.screenshot({ path: path.join(shots, `${name}.png`) });
  }

  judge = (what) => judge(this.page, what);
}

export async function judge(page, what) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  const told = grave.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  assert.deepEqual(told, [], `no serious or critical violation: ${what}`);
}

export async function tokenOf(address) {
  const { text } = await request(address, { path: "/" });
  return text.match(/name="playground-token" content="([^"]+)"/)[1];
}

export async function post(address, what, body, more = {}) {
  const headers = { "Content-Type": "application/json", "X-Playground-Token": await tokenOf(address), ...more };
  return request(address, { method: "POST", path: `/playground/${what}`, headers, body: JSON.stringify(body) });
}

export const stateOf = async (address, member = "U1") =>
  JSON.parse((await request(address, { path: `/playground/state?member=${member}` })).text);

// Empty, and an hour later, so that nobody's limit of commands is still used up.
export async function startAnew(address) {
  const { round } = await stateOf(address);
  assert.equal((await post(address, "reset", { member: "U1", channel: "general" })).status, 200);
  assert.equal((await post(address, "clock", { minutes: 60 })).status, 200);
  for (const end = Date.now() + deadline; Date.now() < end; ) {
    const now = await stateOf(address);
    if (now.round !== round && now.clock.target === null) return;
  }
  throw new Error("the playground was not reset");
}
