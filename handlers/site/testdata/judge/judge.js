// Reads pages as JSON, [{"name", "html"}], from standard input, and prints the faults as JSON: those of the HTML by
// html-validate, and those of the JSON-LD by the types that Google keeps of schema.org, checked by the TypeScript compiler.
import { readFileSync, writeFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import ts from "typescript";

const pages = JSON.parse(readFileSync(0, "utf8"));
const faults = [];
const html = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    "long-title": "off", // titles of procedures are as long as their decrees have them
    "no-inline-style": "error",
    "no-dup-id": "error",
    "require-sri": "off", // everything is our own
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "doctype-style": "off", // <!doctype html> in lower case is as good
    "valid-id": "off", // digits in front are valid HTML
    "tel-non-breaking": "off",
  },
});
for (const page of pages) {
  const report = await html.validateString(page.html, page.name);
  for (const r of report.results) for (const m of r.messages) if (m.severity === 2) faults.push(`${page.name}:${m.line}: ${m.ruleId}: ${m.message}`);
}

let source = 'import type { Graph } from "schema-dts";\n';
const lines = [];
for (const page of pages) {
  for (const m of page.html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    lines.push([source.split("\n").length, page.name]);
    source += `export const g${lines.length}: Graph = ${JSON.stringify(JSON.parse(m[1]))};\n`;
  }
}
const file = new URL("linked.ts", import.meta.url).pathname;
writeFileSync(file, source);
const program = ts.createProgram([file], { noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext });
for (const d of ts.getPreEmitDiagnostics(program)) {
  const line = d.file ? d.file.getLineAndCharacterOfPosition(d.start).line + 1 : 0;
  const at = lines.find(([n]) => n === line);
  faults.push(`${at ? at[1] : "linked data"}: ${ts.flattenDiagnosticMessageText(d.messageText, " ").slice(0, 600)}`);
}
console.log(JSON.stringify({ faults, linked: lines.length }));
