// The records that this phone holds, each with where it is.
import { h, phone, arrow, tick, warning } from "./dom";
import type { Kept, State } from "./store";
import type { Outcome } from "./sync";
import { type Key, say } from "./words";

const SHAPES: Record<State, () => SVGSVGElement> = {
  ...{ waiting: phone, sent: arrow, kept: tick, to_mend: warning, conflict: warning, refused: warning },
};
const TONES: Record<State, string> = {
  ...{ waiting: "unknown", sent: "unknown", kept: "known", to_mend: "late", conflict: "late", refused: "late" },
};

/** Where a record is, in shape and words. */
export function status(state: State, words: Key = state): HTMLElement {
  return h("span", { class: `eh-status eh-status--${TONES[state]}` }, SHAPES[state](), h("span", {}, say(words)));
}

const MORE: Partial<Record<State, Key>> = {
  ...{ kept: "kept_text", to_mend: "to_mend_text", conflict: "conflict_text", refused: "refused_text", waiting: "saved_text" },
};

/** What that means for the officer. */
export function meaning(record: Kept): string {
  const key = MORE[record.state];
  return key ? say(key, { words: record.words }) : "";
}

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export function queue(
  records: readonly Kept[],
  outcome: Outcome | null,
  actions: { send: () => void; signIn: string; more: Node[] },
): HTMLElement[] {
  const unsent = records.filter((one) => one.state === "waiting" || one.state === "sent").length;
  const why = outcome && say(`queue_why_${outcome.why}`);
  return [
    ...actions.more.map((one) => one as HTMLElement),
    ...(why && (unsent || outcome.why === "signed_out") ? [h("p", { class: "govuk-body", role: "status" }, why)] : []),
    ...(outcome?.why === "signed_out"
      ? [h("a", { class: "govuk-button eh-wide", href: actions.signIn }, say("sign_in"))]
      : unsent
        ? [h("button", { type: "button", class: "govuk-button eh-wide", onclick: actions.send }, say("send_now"))]
        : []),
    records.length
      ? h(
          "ul",
          { class: "eh-queue" },
          ...[...records].reverse().map((one) =>
            h(
              "li",
              { "data-state": one.state },
              status(one.state),
              h("span", { class: "eh-note" }, say("queue_row", { n: one.sequence, when: moment.format(new Date(one.saved_at)) })),
              one.words && h("span", { class: "eh-note" }, one.words),
            ),
          ),
        )
      : h("p", { class: "govuk-body" }, say("queue_none")),
  ];
}
