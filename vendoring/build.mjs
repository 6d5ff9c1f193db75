// Bundles the drawing libraries into one module and copies fonts, boundaries and licences into the package.
// Run by `make vendor` after a change of package.json; what it writes is committed, so that installing needs no Node.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const modules = join(here, "node_modules");
const out = join(here, "..", "src", "dragoman", "web", "static", "vendor");

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: [join(here, "drawing.js")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  outfile: join(out, "drawing.js"),
});

const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
packages.add("world-atlas");

const fonts = {
  "@fontsource-variable/inter": "inter",
  "@fontsource-variable/source-serif-4": "source-serif-4",
};
for (const [name, short] of Object.entries(fonts)) {
  packages.add(name);
  for (const subset of ["latin", "latin-ext"]) {
    const file = `${short}-${subset}-wght-normal.woff2`;
    copyFileSync(join(modules, name, "files", file), join(out, file));
  }
}
copyFileSync(join(modules, "world-atlas", "countries-50m.json"), join(out, "countries-50m.json"));

const licences = [...packages].sort().map((name) => {
  const about = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const file = readdirSync(join(modules, name)).find((f) => /^licen[cs]e/i.test(f));
  const text = file ? readFileSync(join(modules, name, file), "utf8").trim() : `Licence: ${about.license}`;
  return `${"=".repeat(78)}\n${name} ${about.version} (${about.license})\n${"=".repeat(78)}\n\n${text}\n`;
});
const head =
  "Third-party work shipped beside this file. drawing.js is a bundle of the packages below; the fonts are subsets\n" +
  "as published by Fontsource; countries-50m.json is Natural Earth (public domain) as packed by world-atlas.\n\n";
writeFileSync(join(out, "LICENSES.txt"), head + licences.join("\n"));
