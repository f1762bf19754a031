// The playground as people use it: the whole program, a real browser, no network beyond this machine.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { dark, desktop, Person, phone, post, startAnew, startBrowser, stateOf, tokenOf } from "./page.mjs";
import { request, startServer } from "./server.mjs";

let server;
let browser;
let address;

before(async () => {
  server = await startServer();
  address = server.address;
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
});
beforeEach(() => startAnew(address));

const visit = (looks) => Person.visit(browser, address, looks);

test("a tip is answered privately, another follows, and a shared one is seen by others", async () => {
  const maya = await visit();
  const tip = await maya.ask("/ally tip");
  const answer = maya.messages.filter({ has: maya.page.locator(".card") }).first();
  assert.match(await answer.locator(".byline").textContent(), /Only visible to you/);
  await maya.shot("tip");
  const before = await maya.title(tip);
  await maya.press(tip, "Another");
  await maya.until("another tip came in its place", (old) => document.querySelector("#log .card h3").textContent !== old, before);
  assert.equal(await maya.cards.count(), 1);
  await maya.press(tip, "Share here");
  const shared = maya.messages.filter({ has: maya.page.locator(".card") }).filter({ hasNot: maya.page.locator(".private") });
  await shared.first().waitFor();
  const title = await maya.title(shared.first());

  await maya.become("Jonas");
  await maya.until("Jonas sees only what was shared", () => document.querySelectorAll("#log .message").length === 1);
  assert.equal(await maya.title(maya.cards.first()), title);
  assert.doesNotMatch(await maya.messages.first().textContent(), /Maya/, "nobody is named");
  await maya.shot("shared");
  await maya.leave();
});

test("the bare command gives a tip and things to try", async () => {
  const maya = await visit();
  await maya.page.locator("#welcome").getByRole("button", { name: /^\/ally a tip/ }).click();
  const start = await maya.card(0);
  assert.match(await start.textContent(), /\/ally help/);
  assert.equal(await maya.messages.first().locator(".typed").textContent(), "/ally");
  await maya.leave();
});

test("a myth is judged and answered in its place", async () => {
  const maya = await visit();
  const claim = await maya.ask("/ally myth");
  await maya.shot("myth");
  await maya.press(claim, "Myth");
  await maya.until("the answer replaced the claim",
    () => ![...document.querySelectorAll("#log .card button")].some((button) => button.textContent === "Myth"));
  assert.equal(await maya.cards.count(), 1, "in its place, not beneath it");
  assert.ok(await maya.page.evaluate(() => document.activeElement.closest("#log .card") !== null), "the focus stays in the message");
  await maya.shot("myth-answered");
  await maya.leave();
});

test("a mistyped verb gets a suggestion that works", async () => {
  const maya = await visit();
  const meant = await maya.ask("/ally topcis");
  await meant.getByRole("button", { name: /topics/ }).first().click();
  await maya.card(1);
  await maya.leave();
});

test("another slash command is refused before it is sent", async () => {
  const maya = await visit();
  await maya.say("/weather");
  await maya.page.locator("#notice").filter({ hasText: "There is no /weather here" }).waitFor();
  assert.equal(await maya.messages.count(), 0);
  await maya.leave();
});

test("words are completed by keyboard alone", async () => {
  const maya = await visit();
  await maya.box.focus();
  await maya.page.keyboard.type("/al");
  await maya.choices.first().waitFor();
  assert.equal(await maya.box.getAttribute("aria-expanded"), "true");
  await maya.page.keyboard.press("Escape");
  await maya.page.locator("#choices").waitFor({ state: "hidden" });
  assert.equal(await maya.box.getAttribute("aria-expanded"), "false");

  await maya.box.fill("");
  await maya.page.keyboard.type("/ally sche");
  // The list for the last letter: one that comes later would begin anew.
  await maya.page.locator('#choices[data-typed="/ally sche"]').waitFor();
  await maya.choices.filter({ hasText: "/ally schedule" }).first().waitFor();
  await maya.page.keyboard.press("ArrowDown");
  const active = await maya.box.getAttribute("aria-activedescendant");
  assert.equal(await maya.page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await maya.shot("completion");
  await maya.page.keyboard.press("Enter");
  assert.equal(await maya.box.inputValue(), "/ally schedule ");
  await maya.choices.filter({ hasText: "/ally schedule add" }).first().waitFor();

  await maya.box.fill("");
  await maya.page.keyboard.type("/ally tip paren");
  await maya.choices.filter({ hasText: "parental-leave" }).first().waitFor();
  await maya.page.keyboard.press("Tab");
  assert.equal(await maya.box.inputValue(), "/ally tip parental-leave ");
  await maya.page.keyboard.press("Enter");
  await maya.card(0);
  assert.equal(await maya.box.inputValue(), "");
  await maya.leave();
});

test("a schedule is added, the clock jumps, and the nudge arrives", async () => {
  const maya = await visit();
  await maya.page.getByRole("button", { name: "Jump to the next nudge" }).click();
  await maya.page.locator("#notice").filter({ hasText: "No nudge is planned" }).waitFor();

  const saved = await maya.ask("/ally schedule add every Tuesday 10:00");
  assert.match(await saved.textContent(), /10:00/);
  await maya.shot("schedule");
  await maya.until("the next nudge is shown", () => /next nudge Tue/.test(document.getElementById("clock-next").textContent));
  await maya.page.getByRole("button", { name: "Jump to the next nudge" }).click();
  const nudge = maya.messages.filter({ has: maya.page.locator(".card") }).filter({ hasNot: maya.page.locator(".private") });
  await nudge.first().waitFor();
  assert.match(await maya.page.locator("#clock-local").textContent(), /^Tue.*10:0\d/);
  assert.match(await nudge.first().locator(".byline time").textContent(), /10:0\d/);
  await maya.shot("nudge");

  await maya.become("Priya");
  await maya.cards.first().waitFor();
  assert.equal(await maya.messages.count(), 1, "everybody gets the nudge, and nothing else of Maya's");
  await maya.leave();
});

test("a week forward posts every nudge on the way, none skipped", async () => {
  const maya = await visit();
  await maya.ask("/ally schedule budget 7");
  await maya.ask("/ally schedule add daily 9:30");
  await maya.go("engineering");
  await maya.page.getByRole("button", { name: "+1 week" }).click();
  await maya.until("seven nudges came to #general", () => document.querySelector('[data-channel="general"] .badge')?.textContent.startsWith("7"));
  await maya.shot("week");
  await maya.go("general");
  assert.equal(await maya.page.locator('[data-channel="general"] .badge').count(), 0, "what was looked at is read");
  await maya.leave();
});

test("who may not change plans hears who can", async () => {
  const jonas = await visit();
  await jonas.become("Jonas");
  const refused = await jonas.ask("/ally schedule add daily 9:30");
  assert.match(await refused.textContent(), /lead|admin/i);
  assert.equal((await stateOf(address)).clock.next_nudge, null);
  await jonas.leave();
});

test("a note that something is wrong is sent by form", async () => {
  const maya = await visit();
  const tip = await maya.ask("/ally tip");
  await maya.press(tip, "This is wrong");
  const dialog = maya.page.locator("#form-dialog");
  await dialog.waitFor();
  assert.ok(await maya.page.evaluate(() => document.activeElement.closest("#form-fields") !== null), "the first field has the focus");
  await maya.shot("form");
  await maya.judge("a form");
  const send = maya.page.locator("#form-submit");
  await send.click();
  await dialog.locator(".problem").filter({ hasText: "Please fill this in." }).waitFor();
  await dialog.locator("textarea").fill("The link is dead.");
  await send.click();
  await dialog.waitFor({ state: "hidden" });
  await maya.card(1);
  await maya.leave();
});

test("a form that is given up sends nothing and gives the focus back", async () => {
  const maya = await visit();
  const tip = await maya.ask("/ally tip");
  await maya.press(tip, "This is wrong");
  await maya.page.locator("#form-dialog").waitFor();
  await maya.page.keyboard.press("Escape");
  await maya.page.locator("#form-dialog").waitFor({ state: "hidden" });
  assert.equal(await maya.page.evaluate(() => document.activeElement.textContent), "This is wrong");
  assert.equal(await maya.cards.count(), 1);
  await maya.leave();
});

test("the direct message takes words without a slash", async () => {
  const maya = await visit();
  await maya.go("Allybot");
  const tip = await maya.ask("tip meetings");
  assert.equal(await tip.getByRole("button", { name: "Share here" }).count(), 0, "nobody is there to share with");
  await maya.shot("direct");
  await maya.become("Jonas");
  await maya.until("Jonas has a conversation of his own", () => document.querySelectorAll("#log .message").length === 0);
  await maya.leave();
});

test("two tabs show one workspace", async () => {
  const maya = await visit();
  const jonas = await visit();
  await jonas.become("Jonas");
  await maya.say("Good morning, everybody");
  await jonas.messages.filter({ hasText: "Good morning, everybody" }).waitFor();
  await maya.leave();
  await jonas.leave();
});

test("reset asks first and then empties everything", async () => {
  const maya = await visit();
  await maya.ask("/ally schedule add daily 9:30");
  await maya.page.getByRole("button", { name: "Reset the playground" }).click();
  await maya.page.locator("#confirm-dialog").getByRole("button", { name: "Cancel" }).click();
  assert.ok((await maya.messages.count()) > 0);
  await maya.page.getByRole("button", { name: "Reset the playground" }).click();
  await maya.page.locator("#confirm-dialog").getByRole("button", { name: "Reset", exact: true }).click();
  await maya.until("all messages are gone", () => document.querySelectorAll("#log .message").length === 0);
  assert.equal((await stateOf(address)).clock.next_nudge, null, "plans are gone too");
  assert.equal(await maya.page.locator("#welcome .tries button").count(), 3);
  await maya.leave();
});

test("the page can be walked by keyboard from its start", async () => {
  const maya = await visit();
  assert.equal(await maya.page.evaluate(() => document.querySelector("a, button, input").className), "skip", "what comes first");
  await maya.page.locator(".skip").focus();
  await maya.page.keyboard.press("Enter");
  assert.equal(await maya.page.evaluate(() => document.activeElement.id), "box");
  const order = [];
  await maya.page.evaluate(() => document.querySelector(".skip").focus());
  for (let i = 0; i < 12; i += 1) {
    await maya.page.keyboard.press("Tab");
    order.push(await maya.page.evaluate(() => document.activeElement.dataset.channel || document.activeElement.id || document.activeElement.value || document.activeElement.textContent.trim()));
  }
  assert.deepEqual(order, ["general", "engineering", "dads-and-allies", "DU1", "U1", "reset", "Jump to the next nudge", "+1 hour", "+1 day",
    "+1 week", "scroller", "/allya tip and three things to try"]);
  await maya.leave();
});

for (const [name, looks] of Object.entries({ light: desktop, dark, phone })) {
  test(`axe finds nothing serious: ${name}`, async () => {
    const maya = await visit(looks);
    await maya.judge(`${name}, the first look`);
    await maya.shot(`${name}-welcome`);
    await maya.ask("/ally");
    await maya.ask("/ally myth");
    await maya.ask("/ally help");
    await maya.say("Thanks, that helps");
    await maya.messages.filter({ hasText: "Thanks, that helps" }).waitFor();
    await maya.judge(`${name}, a conversation`);
    await maya.shot(`${name}-conversation`);
    await maya.box.focus();
    await maya.page.keyboard.type("/ally t");
    await maya.choices.first().waitFor();
    await maya.page.keyboard.press("ArrowDown");
    await maya.judge(`${name}, completion`);
    if (name === "phone") {
      await maya.page.keyboard.press("Escape");
      await maya.page.locator("#clock-toggle").click();
      await maya.page.locator("#clock").waitFor();
      await maya.judge("phone, the clock");
      await maya.shot("phone-clock");
      assert.equal(await maya.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing sticks out");
      await maya.page.locator("#menu").click();
      await maya.page.getByRole("radio", { name: /Jonas/ }).waitFor();
      await maya.judge("phone, the drawer");
      await maya.shot("phone-drawer");
      await maya.page.keyboard.press("Escape");
      assert.equal(await maya.page.evaluate(() => document.activeElement.id), "menu", "the focus comes back");
    }
    await maya.leave();
  });
}

test("nobody else's page gets in", async () => {
  const token = await tokenOf(address);
  const body = JSON.stringify({ member: "U1", channel: "general", text: "/ally tip", request: "guard1" });
  const json = { "Content-Type": "application/json" };
  const command = (headers) => request(address, { method: "POST", path: "/playground/commands", headers: { ...json, ...headers }, body });
  assert.equal((await command({})).status, 401, "no token");
  assert.equal((await command({ "X-Playground-Token": `${token.slice(0, -1)}?` })).status, 401, "another token");
  assert.equal((await command({ "X-Playground-Token": token, Host: "evil.example" })).status, 403, "another host");
  assert.equal((await command({ "X-Playground-Token": token, Origin: "http://evil.example" })).status, 403, "another origin");
  assert.equal((await request(address, { headers: { Host: "evil.example" } })).status, 403, "the token is not given away");
  assert.equal((await request(address, { path: "/playground/state?member=U1", headers: { Host: "evil.example:80" } })).status, 403);
  const got = await request(address, { path: "/playground/commands" });
  assert.equal(got.status, 405);
  assert.match(got.headers.allow, /POST/);
  const form = { "Content-Type": "text/plain", "X-Playground-Token": token };
  assert.equal((await request(address, { method: "POST", path: "/playground/commands", headers: form, body })).status, 415, "a form's type");
  assert.equal((await stateOf(address)).messages.length, 0, "nothing of it was said");
  assert.equal((await command({ "X-Playground-Token": token })).status, 200);
  const { headers } = await request(address, {});
  assert.match(headers["content-security-policy"], /default-src 'none'/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["cache-control"], "no-store");
});

test("a request sent twice is answered once", async () => {
  const body = { member: "U1", channel: "general", text: "/ally tip", request: "twice1" };
  assert.equal((await post(address, "commands", body)).status, 200);
  assert.equal((await post(address, "commands", body)).status, 200);
  const maya = await visit();
  await maya.card(0);
  await maya.ask("/ally topics");
  assert.equal(await maya.cards.count(), 2);
  await maya.leave();
});
