// Builds what pages ask for into the package's static folder: one style sheet, one typeface, one icon.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "evenhand", "govuk", "static", "govuk");
const typeface = "atkinson-hyperlegible-next-latin-wght-normal.woff2";

const { css } = sass.compile(join(here, "scss", "evenhand.scss"), {
  style: "compressed",
  loadPaths: [here, join(here, "node_modules")], // MoJ Frontend names govuk-frontend from the folder above
  quietDeps: true, // the design system's own notices are for its authors
});

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await writeFile(join(out, "evenhand.css"), css);
await copyFile(
  join(here, "node_modules", "@fontsource-variable", "atkinson-hyperlegible-next", "files", typeface),
  join(out, "fonts", typeface),
);
await copyFile(join(here, "mark.svg"), join(out, "mark.svg"));
