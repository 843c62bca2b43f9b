// The published rules of a stop, compiled while building: "evenhand:rules" is plain code that says what
// is wrong with a record. A device gets no compiler, and its page's policy would let none run.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const here = dirname(fileURLToPath(import.meta.url));
const schema = join(here, "..", "src", "evenhand", "encounters", "rules", "stop.schema.json");

const ABOUT = new Set(["title", "description", "default"]);

// The rules without what is only said about them.
function plain(part) {
  if (Array.isArray(part)) {
    return part.map(plain);
  }
  if (part === null || typeof part !== "object") {
    return part;
  }
  const kept = Object.entries(part).filter(
    ([key, value]) => !key.startsWith("x-") && !(ABOUT.has(key) && typeof value !== "object"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, plain(value)]));
}

// The sentence of each rule, by its place among the rules, as an error names that.
function sentences(published) {
  const parts = { "#": published };
  for (const [name, part] of Object.entries(published.$defs)) {
    parts[`#/$defs/${name}`] = part;
  }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([place, part]) =>
      (part.allOf ?? [])
        .map((rule, number) => [`${place}/allOf/${number}`, rule])
        .filter(([, rule]) => rule["x-words"])
        .map(([where, rule]) => [where, { field: rule["x-field"], words: rule["x-words"] }]),
    ),
  );
}

export const rules = {
  name: "rules of a stop",
  setup(build) {
    build.onResolve({ filter: /^evenhand:rules$/ }, ({ path }) => ({ path, namespace: "rules" }));
    build.onLoad({ filter: /.*/, namespace: "rules" }, async () => {
      const published = JSON.parse(await readFile(schema, "utf8"));
      const ajv = new Ajv2020.default({
        code: { source: true, esm: true, optimize: 2 },
        allErrors: true,
        inlineRefs: false,
        messages: false, // the rules have sentences of their own
        strict: false,
        validateFormats: false, // patterns say the same of what we use
      });
      const code = standalone.default(ajv, ajv.compile(plain(published)));
      const contents = `${code}\nexport const words = ${JSON.stringify(sentences(published))};`;
      return { contents, resolveDir: here, watchFiles: [schema] };
    });
  },
};
