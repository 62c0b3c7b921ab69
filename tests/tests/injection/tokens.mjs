// For each pair of folders: both modules have the same tokens, literals aside; and texts come back when the code runs.
// In: the folder of all pairs, their number. Out: one line for each difference.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
const [, , acornPath, folder] = process.argv;
const { tokenizer } = await import(pathToFileURL(acornPath).href);

function tokens(path) {
  const found = [];
  for (const token of tokenizer(readFileSync(path, "utf8"), { ecmaVersion: 2022, sourceType: "module" })) {
    const kind = token.type.label;
    found.push(kind === "string" || kind === "num" || kind === "bigint" ? kind : `${kind} ${token.value}`);
  }
  return found.join("\n");
}

for (const pair of readdirSync(folder)) {
  const text = JSON.parse(readFileSync(join(folder, pair, "text.json"), "utf8"));
  const [hostile, harmless] = ["hostile", "harmless"].map((kind) => join(folder, pair, kind, "javascript", "sample.js"));
  try {
    if (tokens(hostile) !== tokens(harmless)) console.log(`${pair}: other tokens for ${JSON.stringify(text)}`);
    const sample = await import(pathToFileURL(hostile).href);
    if (sample.CONSTANT !== undefined) {
      const value = new sample.Holder();
      const wire = new TextDecoder().decode(sample.encodeHolder(value));
      const found = [sample.CONSTANT, value.label, sample.decodeHolder(sample.encodeHolder(value)).label];
      if (found.some((it) => it !== text) || !wire.startsWith(text)) {
        console.log(`${pair}: ${JSON.stringify(text)} became ${JSON.stringify([...found, wire])}`);
      }
    }
  } catch (error) {
    console.log(`${pair}: ${JSON.stringify(text)}: ${error}`);
  }
}
