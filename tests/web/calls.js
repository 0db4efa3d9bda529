// Run the browser's own functions for tests in Python: a call a line, an answer a line.

import { TextLineStream } from "./lines.js";

const MODULES = new URL("../../levelkit/pages/web/", import.meta.url);
const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).pipeThrough(
  new TextLineStream(),
);
for await (const line of lines) {
  const { module, name, args } = JSON.parse(line);
  const { [name]: act } = await import(new URL(`${module}.js`, MODULES).href);
  console.log(JSON.stringify((await act(...args)) ?? null));
}
