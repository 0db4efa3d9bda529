// Write what browsers are given, in one file each: `deno task build [folder]`. The files are committed,
// so that installing asks for no tools of JavaScript; a test holds them to these sources.

const STATIC = new URL("../share/voila/templates/levelkit/static/", import.meta.url).pathname;
/** What each begins with: a module, or a script that works from a disk as well. */
const BUNDLES = {
  page: ["main.js", "esm"],
  site: ["site.js", "iife"],
  tools: ["tools.js", "iife"],
  maps: ["maps.js", "iife"],
};

const [folder = STATIC] = Deno.args;
for (const [name, [entry, format]] of Object.entries(BUNDLES)) {
  const path = new URL(entry, import.meta.url).pathname;
  const options = ["--quiet", "--platform", "browser", "--minify", "--format", format];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", ...options, "--output", `${folder}/${name}.js`, path],
  }).spawn().status;
  if (!success) Deno.exit(1);
}
