// The records that this phone holds, each with where it is.
import { h, phone, arrow, tick, warning } from "./dom";
import { isUnsent, type Kept, type State, triedAgain } from "./store";
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

/** What the server said of a record, and of a refused one when it is asked again. */
function said(one: Kept): HTMLElement[] {
  const refused = one.state === "refused";
  const when = moment.format(new Date(triedAgain(one)));
  return [one.words, refused && one.answered_at > 0 && say("refused_again", { n: one.refusals ?? 1, when })]
    .filter((words): words is string => Boolean(words))
    .map((words) => h("span", { class: "eh-note" }, words));
}

interface Actions {
  send: () => void;
  handOver: (refused: Kept[]) => void;
  carry: (file: File) => void;
  signIn: string;
  more: HTMLElement[];
}

/** What can be done about those that are not sent. */
function ways(unsent: readonly Kept[], outcome: Outcome | null, actions: Actions): HTMLElement[] {
  const refused = unsent.filter((one) => one.state === "refused");
  const first =
    outcome?.why === "signed_out"
      ? h("a", { class: "govuk-button eh-wide", href: actions.signIn }, say("sign_in"))
      : unsent.length > 0 &&
        h("button", { type: "button", class: "govuk-button eh-wide", onclick: actions.send }, say("send_now"));
  const kind = "govuk-button govuk-button--secondary eh-wide";
  const copy = () => actions.handOver(refused);
  return [
    ...(first ? [first] : []),
    ...(refused.length
      ? [
          h("button", { type: "button", class: kind, onclick: copy }, say("hand_over")),
          h("p", { class: "eh-note" }, say("hand_over_text")),
        ]
      : []),
  ];
}

export function queue(records: readonly Kept[], outcome: Outcome | null, actions: Actions): HTMLElement[] {
  const unsent = records.filter(isUnsent);
  const why = outcome && say(`queue_why_${outcome.why}`);
  const chosen = (event: Event) => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    file && actions.carry(file);
  };
  return [
    ...actions.more,
    ...(why && (unsent.length || outcome.why === "signed_out")
      ? [h("p", { class: "govuk-body", role: "status" }, why)]
      : []),
    ...ways(unsent, outcome, actions),
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
              ...said(one),
            ),
          ),
        )
      : h("p", { class: "govuk-body" }, say("queue_none")),
    h("label", { class: "govuk-label", for: "carry" }, say("carry")),
    h("input", { id: "carry", class: "eh-file", type: "file", accept: ".json,application/json", onchange: chosen }),
  ];
}
