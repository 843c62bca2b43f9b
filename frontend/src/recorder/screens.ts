// The questions of a plain stop, in their order. Each says whether it is to be asked and whether it
// has its answer; the first that has none comes next.
import { line, type Option, several, taps } from "./blocks";
import { label, list } from "./codes";
import { h } from "./dom";
import { forceScreens } from "./force";
import { searchScreens } from "./search";
import * as stops from "./stop";
import type { Draft, Person } from "./stop";
import { type Key, say } from "./words";

export type Step = "seen" | "reason" | "person" | "result";
export const STEPS: readonly Step[] = ["seen", "reason", "person", "result"];

/** What a screen may ask of the app. */
export interface Ui {
  /** Take in an answer and go on. */
  answer(change: () => void): void;
  /** Show another screen. */
  open(screen: string): void;
  /** Save the stop. */
  save(): void;
  now(): number;
}

export interface Screen {
  id: string;
  step: Step;
  /** The list "steps" of the rules: what the time spent here is counted as. */
  times: string;
  question: string;
  hint?: string;
  answered: boolean;
  draw(ui: Ui): HTMLElement[];
  /** A further way, at the foot. */
  foot?: [string, string];
  chips?: readonly string[];
}

export function options(name: string, codes?: readonly string[]): Option[] {
  const all = list(name);
  const found = codes ? all.filter((one) => codes.includes(one.code)) : all;
  return found.map((one) => ({ code: one.code, label: label(name, one.code) }));
}

function wide(all: readonly Option[], hints: Record<string, string | undefined>): Option[] {
  return all.map((one) => (one.code in hints ? { ...one, wide: true, hint: hints[one.code] } : one));
}

const FILLED = ["time", "place", "team", "plate"] as const;

function seen({ stop }: Draft): Screen {
  const all = options("seen_before").sort((one, other) => ORDER.indexOf(one.code) - ORDER.indexOf(other.code));
  return {
    ...{ id: "seen", step: "seen", times: "seen", question: say("q_seen"), chips: FILLED },
    answered: stop.seen_before !== null,
    draw: (ui) => [
      taps(
        say("q_seen"),
        wide(all, { no: undefined, unsure: undefined, yes: undefined }),
        stop.seen_before,
        (code) => ui.answer(() => stops.seen(stop, code)),
      ),
    ],
  };
}
const ORDER = ["no", "unsure", "yes"];

function before({ stop }: Draft): Screen {
  return {
    ...{ id: "before", step: "seen", times: "seen", question: say("q_before"), chips: ["time", "place"] },
    answered: stop.perceived_before !== null,
    draw: (ui) => [
      taps(say("q_before"), options("perceived_before"), stop.perceived_before, (code) =>
        ui.answer(() => (stop.perceived_before = code)),
      ),
    ],
  };
}

const { ROUTINE } = stops;

function reasons(): Option[] {
  const all = options("reasons").filter((one) => one.code !== ROUTINE && one.code !== "other");
  const last = wide(options("reasons", [ROUTINE]), { [ROUTINE]: say("routine_hint") });
  return [...all, ...last];
}

function reason(draft: Draft, many: boolean): Screen {
  const { stop } = draft;
  const given = stop.reason ? [stop.reason, ...stop.more_reasons] : [];
  const other = options("reasons", ["other"]).map((one) => ({ ...one, wide: true }));
  return {
    id: many ? "reasons" : "reason",
    ...{ step: "reason", times: "reason", question: say("q_reason"), answered: stop.reason !== null },
    draw: (ui) =>
      many
        ? [several(say("q_reason"), [...reasons().filter((one) => one.code !== ROUTINE), ...other], given.filter((one) => one !== ROUTINE), (codes) => ui.answer(() => stops.reason(draft, codes.slice(0, 4))))]
        : [taps(say("q_reason"), reasons(), stop.reason, (code) => ui.answer(() => stops.reason(draft, [code])))],
    ...(!many && { foot: [say("two_reasons"), "reasons"] as [string, string] }),
  };
}

function words(id: string, step: Step, times: string, question: Key, held: string | null, use: (words: string) => void): Screen {
  return {
    ...{ id, step, times, question: say(question), answered: held !== null },
    draw: (ui) => [
      line({ label: say("other_words"), value: held, longest: 300, rows: 3 }, (value) => ui.answer(() => use(value))),
    ],
  };
}

const GROUPS = ["Asian", "Black", "Mixed", "Other", "White"];

function of(person: Person, key: "q_sde" | "q_perceived" | "q_age_sex"): string {
  return person.role === "driver" ? say(key) : say(`${key}_of`, { n: person.number - 1 });
}

function sde(person: Person): Screen {
  const question = of(person, "q_sde");
  return {
    ...{ id: `sde.${person.number}`, step: "person", times: "person", question, hint: say("sde_hint") },
    answered: person.sde !== null || person.not_stated !== null,
    draw: (ui) => {
      const choose = (code: string) =>
        ui.answer(() => {
          const stated = list("ethnicities").some((one) => one.code === code);
          person.sde = stated ? code : null;
          person.not_stated = stated ? null : code;
        });
      const chosen = person.sde ?? person.not_stated;
      const part = (name: string, all: Option[]) =>
        h("section", { class: "eh-group" }, h("h2", { class: "eh-group__name" }, name), taps(name, all, chosen, choose));
      const groups = GROUPS.map((group) => {
        const codes = list("ethnicities").filter((one) => one.group === group).map((one) => one.code);
        return part(label("perceived_before", group.toLowerCase()), options("ethnicities", codes));
      });
      const all = [...groups, part(say("not_stated"), options("not_stated"))];
      return [search(all), ...all];
    },
  };
}

/** A line that hides what does not hold its words; the list stays whole without it. */
function search(parts: readonly HTMLElement[]): HTMLElement {
  const none = h("p", { class: "eh-note", hidden: true, role: "status" }, say("sde_none"));
  const field = h("input", { id: "find", class: "govuk-input", type: "search", autocomplete: "off" });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let found = 0;
    for (const part of parts) {
      const name = part.querySelector("h2")!.textContent!.toLowerCase();
      const buttons = [...part.querySelectorAll("button")];
      for (const button of buttons) {
        button.hidden = !`${name} ${button.textContent!.toLowerCase()}`.includes(wanted);
      }
      part.hidden = buttons.every((button) => button.hidden);
      found += Number(!part.hidden);
    }
    none.hidden = found > 0;
  });
  return h("div", { class: "eh-search" }, h("label", { class: "govuk-label", for: "find" }, say("sde_find")), field, none);
}

function perceived(person: Person): Screen {
  const question = of(person, "q_perceived");
  return {
    ...{ id: `perceived.${person.number}`, step: "person", times: "person", question },
    answered: person.perceived !== null,
    draw: (ui) => [
      taps(question, options("perceived"), person.perceived, (code) => ui.answer(() => (person.perceived = code))),
    ],
  };
}

/** Age and sex by one tap: a row for each age, a column for each of the two usual answers. */
function ageAndSex(person: Person): Screen {
  const question = of(person, "q_age_sex");
  const young = person.role === "driver" ? ["under_10"] : [];
  const ages = options("ages").filter((one) => ![...young, "not_known"].includes(one.code));
  const sexes = options("sexes", ["female", "male"]);
  return {
    ...{ id: `age.${person.number}`, step: "person", times: "person", question },
    answered: person.age_band !== null && person.sex !== null,
    draw: (ui) => {
      const both = ages.flatMap((age) =>
        sexes.map((sex) => ({ code: `${sex.code} ${age.code}`, label: `${sex.label}, ${age.label.toLowerCase()}` })),
      );
      const other = { code: "another", label: say("another_answer"), wide: true };
      return [
        taps(question, [...both, other], `${person.sex} ${person.age_band}`, (code) => {
          const [sex, age] = code.split(" ");
          if (age === undefined) {
            ui.open(`age-alone.${person.number}`);
          } else {
            ui.answer(() => Object.assign(person, { sex, age_band: age }));
          }
        }),
      ];
    },
  };
}

/** The same one after the other, with every answer. */
export function ageAlone(person: Person): Screen {
  return {
    ...{ id: `age-alone.${person.number}`, step: "person", times: "person", question: say("q_age") },
    ...{ answered: true },
    draw: (ui) => [
      taps(say("q_age"), options("ages"), person.age_band, (code) => {
        person.age_band = code;
        ui.open(`sex-alone.${person.number}`);
      }),
    ],
  };
}

export function sexAlone(person: Person): Screen {
  return {
    ...{ id: `sex-alone.${person.number}`, step: "person", times: "person", question: say("q_sex") },
    ...{ answered: true },
    draw: (ui) => [taps(say("q_sex"), options("sexes"), person.sex, (code) => ui.answer(() => (person.sex = code)))],
  };
}

const USUAL_RESULTS = ["no_action", "search_only", "advice", "verbal_warning", "vdrs_defect_scheme", "tor_report", "fpn", "arrest"];

function result({ stop }: Draft, many: boolean): Screen {
  const searched = stop.searches.length > 0;
  const all = options("outcomes").filter((one) => one.code !== (searched ? "no_action" : "search_only"));
  const nothing = { no_action: undefined, search_only: undefined };
  const usual = wide(all.filter((one) => USUAL_RESULTS.includes(one.code)), nothing);
  const more = { code: "more", label: say("other_results") };
  const further = [
    { code: "search", label: say("became_search"), hint: counted("searches_n", stop.searches.length) },
    { code: "force", label: say("force_was_used"), hint: counted("force_n", stop.force_used.length) },
  ];
  return {
    id: many ? "results" : "result",
    ...{ step: "result", times: "result", question: say("q_result"), answered: stop.outcomes.length > 0 },
    draw: (ui) =>
      many
        ? [several(say("q_result"), all.filter((one) => !(one.code in nothing)), stop.outcomes, (codes) => ui.answer(() => stops.outcomes(stop, codes)))]
        : [
            taps(say("q_result"), [...usual, more, ...further], stop.outcomes[0] ?? null, (code) => {
              if (code === "more") {
                ui.open("results");
              } else if (code === "search") {
                ui.answer(() => stop.searches.push({}));
              } else if (code === "force") {
                ui.answer(() => stop.force_used.push({}));
              } else {
                ui.answer(() => stops.outcomes(stop, [code]));
              }
            }),
          ],
    ...(!many && { foot: [say("more_results"), "results"] as [string, string] }),
  };
}

function counted(key: Key, n: number): string {
  return n ? say(key, { n }) : say("adds");
}

function arrest({ stop }: Draft): Screen {
  return {
    ...{ id: "arrest", step: "result", times: "result", question: say("q_arrest"), answered: stop.arrest_reason !== null },
    draw: (ui) => [
      taps(say("q_arrest"), options("arrest_reasons"), stop.arrest_reason, (code) =>
        ui.answer(() => (stop.arrest_reason = code)),
      ),
    ],
  };
}

export function yesNo(question: string, held: unknown, use: (yes: boolean) => void): HTMLElement {
  const both = [
    { code: "yes", label: say("yes"), wide: true },
    { code: "no", label: say("no"), wide: true },
  ];
  return taps(question, both, held === true ? "yes" : held === false ? "no" : null, (code) => use(code === "yes"));
}

function linked({ stop }: Draft): Screen {
  return {
    ...{ id: "linked", step: "result", times: "result", question: say("q_linked"), answered: stop.outcome_linked !== null },
    draw: (ui) => [yesNo(say("q_linked"), stop.outcome_linked, (yes) => ui.answer(() => (stop.outcome_linked = yes)))],
  };
}

const MINUTES = [2, 5, 8, 10, 15, 20, 30, 60];
const TO_CHECK = [...FILLED, "told", "passengers", "known", "video"] as const;

function finish({ stop }: Draft): Screen {
  const all = MINUTES.map((n) => ({ code: String(n), label: say("minutes_short", { n }) }));
  return {
    ...{ id: "finish", step: "result", times: "result", question: say("q_duration"), hint: say("saves") },
    ...{ answered: false, chips: TO_CHECK, foot: [say("see_all"), "all"] as [string, string] },
    draw: (ui) => [
      taps(
        say("q_duration"),
        [...all, { code: "other", label: say("other_minutes") }],
        String(stop.duration_minutes),
        (code) => {
          if (code === "other") {
            ui.open("minutes");
          } else {
            stop.duration_minutes = Number(code);
            ui.save();
          }
        },
        3,
      ),
    ],
  };
}

/** Every question that this stop still has or had, in order. */
export function flow(draft: Draft, now: number): Screen[] {
  const { stop } = draft;
  const [driver, ...passengers] = stop.people;
  const about = (person: Person) => [sde(person), perceived(person), ageAndSex(person)];
  return [
    ...asked("team", stop.team === null),
    seen(draft),
    ...(stop.seen_before === "yes" ? [before(draft)] : []),
    reason(draft, false),
    ...(wantsWords(stop)
      ? [words("reason-text", "reason", "reason", "q_reason_text", stop.reason_text, (said) => (stop.reason_text = said))]
      : []),
    ...about(driver!),
    ...stop.searches.flatMap((one, index) => searchScreens(stop, one, index)),
    ...stop.force_used.flatMap((one, index) => forceScreens(stop, one, index)),
    result(draft, false),
    ...(stop.outcomes.includes("arrest") ? [arrest(draft)] : []),
    ...(stop.outcomes.includes("other")
      ? [words("result-text", "result", "result", "q_result_text", stop.outcome_text, (said) => (stop.outcome_text = said))]
      : []),
    ...(stops.cameOf(stop) ? [linked(draft)] : []),
    ...passengers.flatMap(about),
    ...unfilled(draft, now),
    finish(draft),
  ];
}

function wantsWords(stop: stops.Stop): boolean {
  return [stop.reason, ...stop.more_reasons].includes("other");
}

/** What the phone usually fills in, asked where it could not: its screen is in `filled`. */
function asked(id: string, missing: boolean): Screen[] {
  const bare = { id, step: "result", times: "place", question: "", answered: false, draw: () => [] } as const;
  return missing ? [bare] : [];
}

function unfilled({ stop }: Draft, now: number): Screen[] {
  return [
    ...asked("place", stop.place === null),
    ...asked("late", stops.isLate(stop, now) && stop.late_reason === null),
    ...asked("why-not", !stop.video.on && stop.video.why_not === null),
  ];
}

/** Screens beside the order, reached from a chip, a link or another screen. */
export function aside(draft: Draft, id: string): Screen | undefined {
  const { stop } = draft;
  const person = stop.people.find((one) => String(one.number) === id.split(".")[1]);
  const made: Record<string, () => Screen | undefined> = {
    reasons: () => reason(draft, true),
    results: () => result(draft, true),
    "age-alone": () => person && ageAlone(person),
    "sex-alone": () => person && sexAlone(person),
  };
  return made[id.split(".")[0]!]?.();
}
