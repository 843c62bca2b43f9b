// The code lists and whatever else the page brought along: one JSON block in the page itself, so that
// a page and its lists always belong together.

export interface Code {
  code: string;
  label: string;
  cy?: string | null;
  [more: string]: unknown;
}

interface Brought {
  /** Where the compiled rules are. */
  rules: string;
  codes: Record<string, Code[]>;
  sign_in: string;
  sign_out: string;
}

let brought: Brought = { rules: "", codes: {}, sign_in: "", sign_out: "" };

/** Read what the page brought. */
export function read(given?: Brought): Brought {
  brought = given ?? (JSON.parse(document.getElementById("recorder-data")!.textContent!) as Brought);
  return brought;
}

/** One list, in the order in which it is offered. */
export function list(name: string): readonly Code[] {
  return brought.codes[name] ?? [];
}

/** What a person reads for a code. */
export function label(name: string, code: string | null | undefined): string {
  const found = list(name).find((one) => one.code === code);
  const welsh = document.documentElement.lang === "cy";
  return (welsh && found?.cy) || found?.label || code || "";
}
