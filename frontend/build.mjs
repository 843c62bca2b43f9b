// Builds what pages ask for into the package's static folder: one style sheet, two scripts, one
// typeface, icons, and the officer's recorder with its style and its worker. Names carry a digest of the
// content, so that browsers may keep the files for ever.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { rules } from "./rules.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "evenhand", "govuk", "static", "govuk");
const fonts = join(here, "node_modules", "@fontsource-variable", "atkinson-hyperlegible-next", "files");
const typeface = "atkinson-hyperlegible-next-latin-wght-normal.woff2";

const HOUR = 60 * 60 * 1000;

await mkdir(join(out, "fonts"), { recursive: true });

const manifest = {};

// Writes one file under its name with a digest, and beside it what compresses well, compressed once.
async function put(name, content) {
  const bytes = Buffer.from(content);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const [, stem, ending] = name.match(/^(.*)(\.[^.]+)$/);
  manifest[name] = `${stem}.${digest}${ending}`;
  const path = join(out, manifest[name]);
  await writeFile(path, bytes);
  if (ending !== ".woff2") {
    await writeFile(`${path}.br`, brotliCompressSync(bytes));
    await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

await put(`fonts/${typeface}`, await readFile(join(fonts, typeface)));
await put("mark.svg", await readFile(join(here, "mark.svg")));
await put("leave.js", await readFile(join(here, "src", "leave.js")));
await put("passkey.js", await readFile(join(here, "src", "passkey.js")));
for (const icon of ["recorder.svg", "recorder-180.png", "recorder-192.png", "recorder-512.png"]) {
  await put(icon, await readFile(join(here, "icons", icon)));
}

for (const sheet of ["evenhand", "recorder", "plain"]) {
  const { css } = sass.compile(join(here, "scss", `${sheet}.scss`), {
    style: "compressed",
    loadPaths: [here, join(here, "node_modules")], // MoJ Frontend names govuk-frontend from the folder above
    quietDeps: true, // the design system's own notices are for its authors
  });
  await put(`${sheet}.css`, css.replaceAll(`fonts/${typeface}`, manifest[`fonts/${typeface}`]));
}

// The recorder's modules become one script and one worker. What it may run is written here, once: the
// page's policy lets no device compile anything.
const bundled = {
  "recorder.js": "recorder/main.ts",
  "recorder-worker.js": "recorder/worker/worker.ts",
  "recorder-rules.js": "recorder/rules.ts", // asked for once the first question is on the screen
};
for (const [name, source] of Object.entries(bundled)) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(here, "src", source)],
    bundle: true,
    format: name === "recorder-rules.js" ? "esm" : "iife",
    minify: true,
    charset: "utf8",
    target: ["chrome109", "safari16", "firefox115"],
    legalComments: "none",
    plugins: [rules],
    write: false,
  });
  await put(name, outputFiles[0].contents);
}
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

// What earlier builds left goes after an hour: until then a page that is open may still ask for it.
const made = new Set(["manifest.json", ...Object.values(manifest)]);
for (const name of await readdir(out, { recursive: true })) {
  const path = join(out, name);
  const about = await stat(path);
  const original = name.replaceAll("\\", "/").replace(/\.(br|gz)$/, "");
  if (about.isFile() && !made.has(original) && Date.now() - about.mtimeMs > HOUR) {
    await rm(path);
  }
}
