// Asks the TypeScript compiler whether a payload fits a vendor's own types. Must never need a file on disk or the network.

import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const folder = path.dirname(fileURLToPath(import.meta.url));
const options = {
  strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

// The vendors' files are read once for all payloads.
const host = ts.createCompilerHost(options);
const sources = new Map();
const readOnce = host.getSourceFile.bind(host);

/**
 * @param imports what to import, e.g. `import type { KnownBlock } from "@slack/types";` and types of our own
 * @param type the type that `value` shall have; unknown keys in it are complaints too
 * @returns the compiler's sentences, none when it fits
 */
export function complaints(imports, type, value) {
  const name = path.join(folder, "payload.mts");
  const text = `${imports}\nexport const payload: ${type} = ${JSON.stringify(value, null, 1)};\n`;
  host.getSourceFile = (file, version) => {
    if (file === name) return ts.createSourceFile(file, text, version);
    if (!sources.has(file)) sources.set(file, readOnce(file, version));
    return sources.get(file);
  };
  host.fileExists = (file) => file === name || ts.sys.fileExists(file);
  host.readFile = (file) => (file === name ? text : ts.sys.readFile(file));
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const said = ts.flattenDiagnosticMessageText(messageText, "\n");
    return start === undefined ? said : `${said}\n  at ${text.slice(start, start + 60).split("\n")[0]}`;
  });
}
