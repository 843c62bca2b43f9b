// The published rules, compiled while building. The server applies them again; here they are a courtesy,
// so that the officer hears at once what does not fit.
import check, { words } from "evenhand:rules";

export interface Problem {
  /** The field, dotted from the record down, as `people.0.sde`. */
  field: string;
  /** What is wrong, or nothing where only the form of a field is. */
  words: string;
}

const PLACE = /^#(?:\/\$defs\/\w+)?\/allOf\/\d+/;

/** Everything that does not fit, each once. */
export default function problems(stop: unknown): Problem[] {
  if (check(JSON.parse(JSON.stringify(stop)))) {
    return [];
  }
  const found = new Map<string, Problem>();
  for (const error of check.errors ?? []) {
    const rule = words[PLACE.exec(error.schemaPath)?.[0] ?? ""];
    const at = error.instancePath.slice(1).split("/").filter(Boolean);
    const field = [...at, ...(rule ? [rule.field] : [])].join(".");
    const said = rule?.words ?? "";
    found.set(said || field, { field, words: said });
  }
  return [...found.values()];
}
