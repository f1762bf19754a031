// The app package that the program writes, opened by another program and judged by Microsoft's own schema of manifests.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const require = createRequire(import.meta.url);
const home = path.dirname(require.resolve("@microsoft/app-manifest/package.json"));
const theirs = createRequire(path.join(home, "package.json"));
const Ajv = theirs("ajv-draft-04").default;
const withFormats = theirs("ajv-formats").default;

const program = new URL("../../build/dev/allybot", import.meta.url).pathname;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "allybot-package-"));
after(() => fs.rmSync(folder, { recursive: true }));

const settings = { ALLYBOT_PUBLIC_URL: "https://bot.example.org", TEAMS_CLIENT_ID: "99999999-8888-7777-6666-555555555555", TEAMS_ABOUT_URL: "https://intranet.example.org/allybot" };

/** name -> bytes, read by Python's zipfile, which checks each sum. */
function packed(more = {}) {
  const file = path.join(folder, "package.zip");
  execFileSync(program, ["manifest", "teams", "-o", file], { env: { ...settings, ...more }, cwd: new URL("../..", import.meta.url), stdio: ["ignore", "pipe", "pipe"] });
  const script = "import zipfile,sys,json,base64; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(json.dumps({n: base64.b64encode(z.read(n)).decode() for n in z.namelist()}))";
  return Object.fromEntries(Object.entries(JSON.parse(execFileSync("python3", ["-c", script, file]))).map(([name, bytes]) => [name, Buffer.from(bytes, "base64")]));
}

function complaints(manifest) {
  const schema = JSON.parse(fs.readFileSync(path.join(home, `build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`)));
  const judge = withFormats(new Ajv({ strict: false, allErrors: true, logger: false })).compile(schema);
  return judge(manifest) ? [] : judge.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

for (const [situation, more] of [["as it is", {}], ["with a command of another name", { ALLYBOT_COMMAND: "a-fair-deal-for-everybody-here" }], ["without an app id yet", { TEAMS_CLIENT_ID: "" }], ["without any address yet", { ALLYBOT_PUBLIC_URL: "", TEAMS_ABOUT_URL: "" }]])
  test(`Microsoft's schema takes the manifest ${situation}`, () => {
    const files = packed(more);
    assert.deepEqual(Object.keys(files).sort(), ["color.png", "manifest.json", "outline.png"]);
    const manifest = JSON.parse(files["manifest.json"]);
    assert.deepEqual(complaints(manifest), []);
    assert.equal(manifest.permissions, undefined, "nothing is asked for");
    for (const icon of Object.values(manifest.icons)) assert.ok(files[icon], icon);
  });

test("the app that is opened under the message box asks the same bot, and at once", () => {
  const manifest = JSON.parse(packed()["manifest.json"]);
  const [{ botId, commands: [search, ask, ...others] }] = manifest.composeExtensions;
  assert.equal(botId, manifest.bots[0].botId);
  assert.deepEqual(others, []);
  assert.deepEqual([ask.id, ask.type, ask.fetchTask, ask.context], ["ask", "action", true, ["message"]]);
  assert.deepEqual([search.id, search.type, search.initialRun, search.context, search.parameters.map(({ name }) => name)], ["search", "query", true, ["compose", "commandBox"], ["words"]]);
});

test("Microsoft's schema refuses a long name, a missing icon, a second bot and a long title of a search, so this judge can say no", () => {
  const good = JSON.parse(packed()["manifest.json"]);
  for (const wrong of [{ name: { short: "x".repeat(31), full: "x" } }, { icons: { color: "color.png" } }, { bots: [good.bots[0], good.bots[0]] }, { composeExtensions: [{ ...good.composeExtensions[0], commands: [{ id: "search", title: "x".repeat(33) }] }] }]) assert.notEqual(complaints({ ...good, ...wrong }).length, 0, JSON.stringify(wrong));
});

test("the icons have the sizes and the colours that Teams asks for", () => {
  const files = packed();
  const about = (png) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20), depth: png[24], kind: png[25] });
  assert.deepEqual(about(files["color.png"]), { width: 192, height: 192, depth: 8, kind: 6 });
  assert.deepEqual(about(files["outline.png"]), { width: 32, height: 32, depth: 8, kind: 6 });
});
