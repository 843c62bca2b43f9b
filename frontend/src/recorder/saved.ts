// What is said once a stop is saved, and what the driver is shown.
import { h } from "./dom";
import { code } from "./qr";
import { meaning, status } from "./queue";
import type { Problem } from "./rules";
import type { Receipt } from "./receipt";
import type { Draft } from "./stop";
import type { Kept } from "./store";
import { say } from "./words";

export interface Saved {
  record: Kept;
  receipt: Receipt;
  /** Where the person says how they were treated; nothing where no slip was left. */
  answers: string | null;
  taps: number;
  seconds: number;
  draft: Draft;
}

export function saved(
  { record, receipt, answers, taps, seconds, draft }: Saved,
  around: { another: () => void; waiting: number; warnings: Node[] },
): [Element, ...Node[]] {
  const title = status(record.state, record.state === "waiting" ? "saved" : record.state);
  const given = !["declined", "not_practicable"].includes(draft.stop.receipt);
  return [
    title,
    h("p", { class: "eh-saved", role: "status", "data-state": record.state }, meaning(record)),
    ...(record.state === "kept" ? [] : around.warnings),
    ...(given ? [slip(receipt, answers)] : []),
    h(
      "p",
      { class: "eh-rec__foot" },
      h("span", {}, say("taps_seconds", { n: taps, s: seconds })),
      h("a", { class: "govuk-link", href: "#queue", "data-screen": "queue" }, say("see_waiting", { n: around.waiting })),
    ),
    h("button", { type: "button", class: "govuk-button eh-wide", onclick: around.another }, say("another")),
  ];
}

/** Two codes with two secrets, one shown at a time so that a phone scans the one that is meant. */
function slip(receipt: Receipt, answers: string | null): HTMLElement {
  const text = `sms:?&body=${encodeURIComponent(say("text_body", { address: receipt.address }))}`;
  const first = h(
    "div",
    { class: "eh-slip__code" },
    h("h2", { class: "govuk-heading-s" }, say("show_driver")),
    code(receipt.address, say("receipt_code")),
    h("p", { class: "eh-slip__print" }, say("slip_text")),
    h("p", { class: "eh-slip__print eh-hash" }, receipt.address),
    h("p", { class: "eh-slip__spelled" }, say("or_say"), " ", h("strong", { class: "eh-num" }, receipt.spelled)),
  );
  const second =
    answers === null
      ? null
      : h(
          "div",
          { class: "eh-slip__code", hidden: true },
          h("h2", { class: "govuk-heading-s" }, say("answers_this")),
          code(answers, say("answers_code")),
          h("p", { class: "eh-slip__spelled" }, say("slip_answers")),
        );
  const other = h("button", { type: "button", class: "eh-as-link" }, say("answers_show"));
  other.addEventListener("click", () => {
    first.hidden = !first.hidden;
    second!.hidden = !second!.hidden;
    other.textContent = say(first.hidden ? "receipt_show" : "answers_show");
  });
  return h(
    "section",
    { class: "eh-panel eh-slip" },
    first,
    second,
    h(
      "p",
      { class: "eh-slip__ways" },
      h("a", { class: "govuk-link", href: text }, say("text_it")),
      h("button", { type: "button", class: "eh-as-link", onclick: () => print() }, say("print_slip")),
      second && other,
    ),
  );
}

function allAnswers(): HTMLElement {
  const given = { class: "govuk-button govuk-button--secondary eh-wide", href: "#all", "data-screen": "all" };
  return h("a", given, say("see_all"));
}

/** What is said where nothing was saved: the answers are still here. */
export function notSaved(why: string, again: () => void): [string, ...Node[]] {
  const full = why === "QuotaExceededError";
  return [
    say("not_saved"),
    h("p", { class: "govuk-body", role: "alert" }, full ? say("not_saved_full") : say("not_saved_text", { why })),
    h("button", { type: "button", class: "govuk-button eh-wide", onclick: again }, say("try_again")),
    allAnswers(),
  ];
}

/** What is said where the answers contradict each other; the officer may know better. */
export function doesNotFit(problems: readonly Problem[], asItIs: () => void): [string, ...Node[]] {
  const words = problems.map((one) => one.words || say("unfit_field", { field: one.field }));
  return [
    say("unfit"),
    h("ul", { class: "eh-unfit", role: "alert" }, ...words.map((one) => h("li", {}, one))),
    allAnswers(),
    h("button", { type: "button", class: "govuk-button eh-wide", onclick: asItIs }, say("unfit_save")),
  ];
}
