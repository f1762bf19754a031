// matrix-js-sdk's types over what the adapter sends; matrix-appservice over the registration file and over the recorded requests.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { load } from "js-yaml";
import { AppService, AppServiceRegistration } from "matrix-appservice";
import { complaints } from "./typed.mjs";

const file = (name) => fs.readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const golden = (name) => JSON.parse(file(`golden/matrix/${name}.json`));

// Its enums as the texts that they are on the wire.
const types = `import type { RoomMessageEventContent } from "matrix-js-sdk/lib/types.js";
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer One)[] ? Plain<One>[] : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;
type Content = Plain<RoomMessageEventContent>;`;

for (const name of ["tip", "help", "list", "myth-question", "myth-answer", "form", "post", "direct", "asked-in-room"])
  test(`Matrix's types take ${name}`, () => assert.deepEqual(complaints(types, "Content", golden(name)), []));

test("Matrix's types take an answer in a thread, but for a field of the standard that they do not know", () => {
  const content = golden("thread");
  assert.equal(content["m.relates_to"].is_falling_back, true);
  delete content["m.relates_to"].is_falling_back;
  assert.deepEqual(complaints(types, "Content", content), []);
});

test("Matrix's types refuse a misspelt field, a number for a text and a kind of message that there is not, so this judge can say no", () => {
  assert.notEqual(complaints(types, "Content", { ...golden("tip"), formated_body: "misspelt" }).length, 0);
  assert.notEqual(complaints(types, "Content", { ...golden("tip"), body: 7 }).length, 0);
  assert.notEqual(complaints(types, "Content", { ...golden("tip"), msgtype: "m.notise" }).length, 0);
});

test("matrix-appservice reads the registration file, and takes the bot alone for its own", () => {
  const told = load(file("golden/matrix/registration.yaml"));
  const registration = AppServiceRegistration.fromObject(told);
  assert.equal(registration.getOutput().url, "https://bot.example.org/matrix");
  assert.equal(registration.getSenderLocalpart(), "ally");
  assert.equal(registration.isUserMatch("@ally:example.org", true), true);
  for (const user of ["@allyx:example.org", "@ally:exampleXorg", "@alice:example.org"]) assert.equal(registration.isUserMatch(user, false), false, user);
});

const cases = fs.readdirSync(new URL("../replay/matrix/", import.meta.url)).filter((name) => name.endsWith(".http"));
const events = [];
let service;
before(async () => {
  service = new AppService({ homeserverToken: "fake-hs-token-of-thirty-two-bytes" });
  service.on("event", (event) => events.push(event));
  service.onUserQuery = service.onAliasQuery = async () => null;
  await service.listen(0, "127.0.0.1", 10);
});
after(() => service.close());

for (const name of cases.filter((one) => one !== "ping.http"))
  test(`matrix-appservice takes the recorded request ${name}`, async () => {
    const [head, body] = file(`replay/matrix/${name}`).split("\r\n\r\n");
    const [start, ...lines] = head.split("\r\n");
    const [method, path] = start.split(" ");
    const headers = Object.fromEntries(lines.map((line) => line.split(": ")).filter(([key]) => /^(authorization|content-type)$/i.test(key)));
    const url = `http://127.0.0.1:${service.server.address().port}${path.replace("/matrix/", "/").replace(/\/1[789](?=$|\?)/, `/${name}`)}`;
    events.length = 0;
    const answer = await fetch(url, { method, headers, ...(body ? { body } : {}) });
    assert.equal(answer.status, 200);
    assert.equal(events.length, body ? JSON.parse(body).events.length : 0);
    headers.Authorization = "Bearer another-token";
    assert.equal((await fetch(url, { method, headers, ...(body ? { body } : {}) })).status, 403, "so it can say no");
  });
