// Bundles a program with esbuild and prints its size: minified, then compressed by gzip and by brotli.
// Arguments: the folder of the generated modules, and the program, which imports from there.

import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const [folder, program] = process.argv.slice(2);
const { outputFiles } = await build({
  stdin: { contents: program, resolveDir: folder },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  write: false,
  logLevel: "error",
});
const code = outputFiles[0].contents;
const gzip = gzipSync(code, { level: 9 });
const brotli = brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
console.log(code.length, gzip.length, brotli.length);
