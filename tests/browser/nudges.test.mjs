// A lead's month in the playground: set up by form, previewed, four weeks by the clock, quieted by somebody else, resumed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, startAnew, startBrowser, stateOf } from "./page.mjs";
import { startServer } from "./server.mjs";

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  await startAnew(server.address);
});
after(async () => {
  await browser?.close();
  if (server) assert.equal(await server.stop(), 0, "it ends cleanly");
});

const nudges = async (member = "U1", channel = "general") =>
  (await stateOf(server.address, member)).messages.filter((one) => one.channel === channel && one.author === "" && !one.private);

async function weeks(person, count) {
  for (let i = 0; i < count; i += 1) {
    const { clock } = await stateOf(server.address);
    await person.page.getByRole("button", { name: "+1 week" }).click();
    const end = Date.now() + 30000;
    for (let there = false; !there; ) {
      const now = await stateOf(server.address);
      there = now.clock.target === null && now.clock.now - clock.now >= 7 * 24 * 3600 * 1000;
      assert.ok(Date.now() < end, "the clock arrives");
    }
  }
}

test("a plan is set up by form, previewed, lives four weeks, is quieted, and goes on", async () => {
  const maya = await Person.visit(browser, server.address);
  const empty = await maya.ask("/ally schedule");
  await maya.press(empty, "Add a nudge");
  const dialog = maya.page.locator("#form-dialog");
  await dialog.waitFor();
  await dialog.getByLabel(/^When/).fill("every Tuesday and Thursday 10:00");
  await dialog.getByLabel(/^Time zone/).fill("Europe/Berlin");
  await maya.shot("lead-form");
  await maya.page.locator("#form-submit").click();
  await dialog.waitFor({ state: "hidden" });
  const saved = await maya.card(1);
  assert.match(await saved.textContent(), /Plan p1 is saved/);
  await maya.press(saved, "Preview for me");
  await maya.until("the preview came", () => /Only you see it/.test(document.getElementById("log").textContent));
  await maya.shot("lead-preview");
  assert.equal((await nudges()).length, 0, "a preview posts nothing");

  await weeks(maya, 4);
  const month = (await nudges()).length;
  assert.equal(month, 8, "two a week");
  await maya.ask("/ally schedule next 4");
  await maya.shot("lead-next");

  await maya.become("Jonas");
  const nudge = maya.cards.last();
  await maya.press(nudge, "Quiet until Monday");
  await maya.until("Jonas is told", () => /I post no nudges here before/.test(document.getElementById("log").textContent));
  await maya.shot("quiet");
  await maya.become("Maya");
  await maya.say("/ally schedule list");
  await maya.until("the lead sees that somebody asked", () => /somebody here asked for it/.test(document.getElementById("log").textContent));
  await maya.shot("lead-quiet");
  await maya.ask("/ally quiet off");
  await maya.ask("/ally schedule pause p1");
  await maya.until("it is paused", () => /Nothing is posted until somebody resumes it/.test(document.getElementById("log").textContent));
  await weeks(maya, 1);
  assert.equal((await nudges()).length, month, "nothing while it is paused");
  await maya.ask("/ally schedule resume p1");
  await weeks(maya, 1);
  assert.equal((await nudges()).length, month + 2);
  await maya.shot("lead-resumed");
  await maya.leave();
});

test("nudges of one's own come in the direct message and stop by one word", async () => {
  const priya = await Person.visit(browser, server.address);
  await priya.become("Priya");
  const offer = await priya.ask("/ally me nudge weekdays 9:30 in Europe/Berlin");
  assert.match(await offer.textContent(), /Your nudges are on/);
  await priya.shot("mine-on");
  await weeks(priya, 1);
  await priya.go("Allybot");
  await priya.cards.first().waitFor();
  await priya.shot("mine");
  const { id } = (await stateOf(server.address)).members?.find((one) => /Priya/.test(one.name)) ?? { id: "U3" };
  const mine = (await stateOf(server.address, id)).messages.filter((one) => one.channel === `D${id}` && one.author === "");
  assert.equal(mine.length, 5, "five working days");
  await priya.say("stop");
  await priya.until("they are stopped", () => /You get no more nudges/.test(document.getElementById("log").textContent));
  await priya.shot("mine-stopped");
  await priya.leave();
});

test("days of observance are begun by a button and come as something to do", async () => {
  const maya = await Person.visit(browser, server.address);
  await maya.go("dads-and-allies");
  const none = await maya.ask("/ally schedule days");
  await maya.press(none, "Keep them at 10:00");
  await maya.until("they are kept", () => /on days of observance at 10:00/.test(document.getElementById("log").textContent));
  await maya.shot("days-kept");
  const { clock } = await stateOf(server.address);
  const coming = (await maya.cards.last().textContent()).match(/\d{1,2} [A-Z][a-z]{2} \d{4}/);
  assert.ok(coming, "it says which comes first");
  const ahead = Math.ceil((Date.parse(`${coming[0]} 23:59 UTC`) - clock.now) / (7 * 24 * 3600 * 1000));
  assert.ok(ahead > 0 && ahead < 20, `${ahead} weeks until ${coming[0]}`);
  await weeks(maya, ahead);
  const posts = await nudges("U1", "dads-and-allies");
  assert.ok(posts.length >= 1 && posts.length <= ahead, `${posts.length} in ${ahead} weeks: at most one a week`);
  await maya.shot("days-posted");
  await maya.until("it says why", () => /Because \w+ \d+ \w+ \d+ is /.test(document.getElementById("log").textContent));
  await maya.leave();
});
