// Talks to the real yaml-language-server as an editor does: opens a text, asks for completion and hover, hears what is wrong.

import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const checkout = fileURLToPath(new URL("../../", import.meta.url));
const program = path.join(checkout, "tests/node_modules/yaml-language-server/bin/yaml-language-server");

export async function startEditor(settings) {
  const child = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = new Map();
  const hearing = new Map();
  let waiting = Buffer.alloc(0);
  let count = 0;
  let configured;
  const ready = new Promise((resolve) => {
    configured = resolve;
  });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const take = (message) => {
    if (message.method === undefined) return answers.get(message.id)?.(message);
    if (message.method === "textDocument/publishDiagnostics") hearing.get(message.params.uri)?.(message.params.diagnostics);
    if (message.id === undefined) return;
    const asked = message.method === "workspace/configuration";
    if (asked) configured();
    send({ id: message.id, result: asked ? message.params.items.map(({ section }) => (section === "yaml" ? settings : {})) : null });
  };
  child.stdout.on("data", (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const end = waiting.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(waiting.subarray(0, Math.max(end, 0)))?.[1]);
      if (end < 0 || waiting.length < end + 4 + length) return;
      const text = waiting.subarray(end + 4, end + 4 + length);
      waiting = waiting.subarray(end + 4 + length);
      take(JSON.parse(text));
    }
  });
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      count += 1;
      answers.set(count, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      send({ id: count, method, params });
    });
  const rootUri = pathToFileURL(checkout).href;
  const capabilities = {
    workspace: { configuration: true },
    textDocument: { hover: { contentFormat: ["markdown"] }, completion: { completionItem: { documentationFormat: ["markdown"] } } },
  };
  await ask("initialize", { processId: process.pid, rootUri, capabilities, workspaceFolders: [{ uri: rootUri, name: "allybot" }] });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: settings } } });
  await ready;

  // `|` in the text is where the cursor stands.
  return {
    async open(file, marked) {
      const uri = pathToFileURL(path.join(checkout, file)).href;
      const at = marked.indexOf("|");
      const before = marked.slice(0, Math.max(at, 0)).split("\n");
      const position = { line: before.length - 1, character: before.at(-1).length };
      const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + 1);
      const heard = new Promise((resolve) => hearing.set(uri, resolve));
      send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
      const place = { textDocument: { uri }, position };
      return {
        complete: async () => {
          const found = await ask("textDocument/completion", place);
          return (found.items ?? found).map(({ label, documentation }) => ({ label, about: documentation?.value ?? documentation ?? "" }));
        },
        hover: async () => (await ask("textDocument/hover", place))?.contents?.value ?? "",
        errors: async () => (await heard).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
        close: () => send({ method: "textDocument/didClose", params: { textDocument: { uri } } }),
      };
    },
    stop: () => child.kill(),
  };
}
