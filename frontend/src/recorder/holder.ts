// Who holds this phone: what is said when that changes. A draft is of one officer: no other sees it,
// and it is never sent with another's pass.
import { h } from "./dom";
import type { Hello } from "./hello";
import type { Draft } from "./stop";
import { type Key, say } from "./words";

type Page = [string, ...Node[]];

/** Whether a draft is of the officer, and for the force, that the server named. */
export function isOf({ stop }: Draft, hello: Hello): boolean {
  return stop.officer === hello.officer && stop.force_id === hello.force.id;
}

function body(key: Key, places?: Record<string, string | number>): HTMLElement {
  return h("p", { class: "govuk-body" }, say(key, places));
}

function button(key: Key, onclick: () => void, second = false): HTMLElement {
  const kind = second ? " govuk-button--secondary" : "";
  return h("button", { type: "button", class: `govuk-button eh-wide${kind}`, onclick }, say(key));
}

function link(key: Key, href: string): HTMLElement {
  return h("a", { class: "govuk-button eh-wide", href }, say(key));
}

/** The server says that nobody is signed in, and a draft waits: who asks may not be who began it. */
export function locked(name: string, signIn: string, go: () => void): Page {
  return [say("locked"), body("locked_text", { name }), link("sign_in", signIn), button("locked_go", go, true)];
}

/** Somebody else has signed in, and what the officer before had begun is gone. */
export function changed(name: string, go: () => void): Page {
  return [say("changed"), body("changed_text", { name }), button("title", go)];
}

/** What signing out costs, before it does. */
export function leaving(begun: boolean, unsent: number, out: () => void, back: () => void): Page {
  const costs = [
    ...(begun ? [body("leave_draft")] : []),
    ...(unsent ? [body("leave_unsent", { n: unsent })] : []),
    body("leave_then"),
  ];
  return [say("leave"), ...costs, button("sign_out", out), button("back", back, true)];
}

/** At the foot of the list of records: the way out, and what signing in costs whoever began a stop. */
export function wayOut(signedOut: boolean, begun: boolean, leave: () => void): HTMLElement[] {
  return [...(signedOut && begun ? [body("sign_in_other")] : []), button("sign_out", leave, true)];
}
