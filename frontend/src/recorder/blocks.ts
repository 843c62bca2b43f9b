// The few things a screen is made of: answers to tap, several to choose from, a line to type.
import { h } from "./dom";
import { say } from "./words";

export interface Option {
  code: string;
  label: string;
  hint?: string | undefined;
  wide?: boolean | undefined;
}

function tap(option: Option, pressed: boolean | null, onclick: () => void): HTMLButtonElement {
  return h(
    "button",
    {
      ...{ type: "button", class: option.wide && "is-wide", "data-code": option.code, onclick },
      "aria-pressed": pressed === null ? null : String(pressed),
    },
    option.label,
    option.hint && h("small", {}, option.hint),
  );
}

/** Answers of which one tap chooses one and goes on; the one given before is marked. */
export function taps(
  question: string,
  options: readonly Option[],
  chosen: string | null,
  choose: (code: string) => void,
  columns: 2 | 3 = 2,
): HTMLElement {
  const given = options.some((one) => one.code === chosen);
  return h(
    "div",
    { class: columns === 3 ? "eh-taps eh-taps--three" : "eh-taps", role: "group", "aria-label": question },
    ...options.map((one) => tap(one, given ? one.code === chosen : null, () => choose(one.code))),
  );
}

/** Answers of which several may hold; nothing goes on until it is said to be done. */
export function several(
  question: string,
  options: readonly Option[],
  chosen: readonly string[],
  done: (codes: string[]) => void,
  none?: string,
): HTMLElement {
  const held = new Set(chosen);
  const end = h("button", { type: "button", class: "govuk-button eh-wide", onclick: () => done([...held]) });
  const tell = () => {
    end.textContent = held.size || none === undefined ? say("done") : none;
    end.disabled = held.size === 0 && none === undefined;
  };
  const buttons = options.map((option) => {
    const button = tap(option, held.has(option.code), () => {
      held.has(option.code) ? held.delete(option.code) : held.add(option.code);
      button.setAttribute("aria-pressed", String(held.has(option.code)));
      tell();
    });
    return button;
  });
  tell();
  return h("div", {}, h("div", { class: "eh-taps", role: "group", "aria-label": question }, ...buttons), end);
}

export interface Line {
  label: string;
  value?: string | null | undefined;
  type?: "text" | "datetime-local" | "number";
  rows?: number;
  longest: number;
  shortest?: number;
  hint?: string;
  button?: string;
}

/** A line or a few to type; what is wrong with it is said beside it. */
export function line(what: Line, use: (value: string) => string | null | void): HTMLElement {
  const id = `line-${what.label.replace(/\W+/g, "-").toLowerCase()}`;
  const told = h("p", { id: `${id}-error`, class: "govuk-error-message", hidden: true, role: "alert" });
  const common = {
    ...{ id, name: id, autocomplete: "off", maxlength: what.longest, required: true },
    "aria-describedby": `${id}-hint ${id}-error`,
  };
  const field = what.rows
    ? h("textarea", { ...common, class: "govuk-textarea", rows: what.rows })
    : h("input", { ...common, class: "govuk-input", type: what.type ?? "text" });
  field.value = what.value ?? "";
  const submit = (event: Event) => {
    event.preventDefault();
    const value = field.value.trim();
    const short = value.length < (what.shortest ?? 1);
    const wrong = short ? say("too_short", { n: what.shortest ?? 1 }) : use(value);
    if (wrong) {
      told.textContent = wrong;
      told.hidden = false;
      field.focus();
    }
  };
  return h(
    "form",
    { class: "eh-line", novalidate: true, onsubmit: submit },
    h("label", { class: "govuk-label", for: id }, what.label),
    h("p", { id: `${id}-hint`, class: "govuk-hint", hidden: !what.hint }, what.hint),
    told,
    field,
    h("button", { class: "govuk-button" }, what.button ?? say("use")),
  );
}
