// Force that this officer used on one person, as the national form asks it, asked once.
import { label } from "./codes";
import { type Asked, partScreens, whom } from "./parts";
import type { Screen } from "./screens";
import type { Force, Stop } from "./stop";

interface Tactic {
  tactic: string;
  effective: boolean;
}

const DISCHARGES = ["ced_drive_stun", "ced_angled_drive_stun", "ced_fired"];
const tactics = (force: Force) => (force.tactics as Tactic[] | undefined) ?? [];
const discharged = (force: Force) => tactics(force).some((one) => DISCHARGES.includes(one.tactic));
const hurt = (force: Force) => force.officer_injured !== undefined && force.officer_injured !== "none";

/** Those on whom no force is reported yet: one report holds all tactics. */
function others(stop: Stop, force: Force) {
  const taken = stop.force_used.filter((one) => one !== force).map((one) => String(one.person));
  return whom(stop, false).filter((one) => !taken.includes(one.code));
}

const QUESTIONS: readonly Asked[] = [
  {
    ...{ field: "person", question: "force_of", kind: "one", options: others, keep: Number },
    away: (stop, force) => (stop.force_used = stop.force_used.filter((one) => one !== force)),
  },
  {
    ...{ field: "tactics", question: "force_tactics", kind: "several", list: "tactics" },
    chosen: (force) => tactics(force).map((one) => one.tactic),
    keepAll: (codes) => codes.map((tactic) => ({ tactic, effective: true })),
  },
  {
    // which of them worked: a report without this question has not been asked it
    ...{ field: "effective", question: "force_effective", kind: "several", none: "none_of_these" },
    options: (_, force) => tactics(force).map((one) => ({ code: one.tactic, label: label("tactics", one.tactic) })),
  },
  { field: "reasons", question: "force_reasons", kind: "several", list: "force_reasons" },
  { field: "impact_factors", question: "force_impact", kind: "several", list: "impact_factors", none: "none_of_these" },
  { field: "conduct", question: "force_conduct", kind: "one", list: "conducts" },
  {
    ...{ field: "", question: "force_assault", kind: "tick", none: "none_of_these" },
    ticks: [
      ["assaulted_officer", "assaulted_officer"],
      ["threatened_with_weapon", "threatened_with_weapon"],
      ["assaulted_with_weapon", "assaulted_with_weapon"],
    ],
  },
  { field: "where", question: "force_where", kind: "one", list: "force_places" },
  {
    ...{ field: "", question: "force_crew", kind: "tick", none: "none_of_these" },
    ticks: [
      ["single_crewed", "single_crewed"],
      ["trained_ced", "trained_ced"],
      ["carrying_ced", "carrying_ced"],
    ],
  },
  { field: "cycles", question: "ced_cycles", kind: "number", longest: 2, when: discharged },
  { field: "cycle_extended", question: "ced_extended", kind: "yes_no", when: discharged },
  {
    ...{ field: "probes_missed", question: "ced_missed", kind: "one", when: discharged, keep: Number },
    options: () => ["0", "1", "2"].map((code) => ({ code, label: code })),
  },
  {
    ...{ field: "", question: "force_disability", kind: "tick", none: "none_of_these" },
    ticks: [
      ["physical_disability", "physical_disability"],
      ["mental_disability", "mental_disability"],
    ],
  },
  { field: "injured", question: "force_injured", kind: "one", list: "injuries" },
  { field: "medical_help", question: "force_medical", kind: "one", list: "medical_help" },
  { field: "officer_injured", question: "force_officer_injured", kind: "one", list: "staff_injuries" },
  { field: "officer_injured_on_purpose", question: "force_on_purpose", kind: "yes_no", when: hurt },
  { field: "officer_medical_help", question: "force_officer_medical", kind: "yes_no", when: hurt },
  { field: "outcome", question: "force_outcome", kind: "one", list: "force_outcomes" },
];

export function forceScreens(stop: Stop, force: Force, index: number): Screen[] {
  return partScreens(`force.${index}`, "force", stop, force, QUESTIONS);
}

/** A use of force as the record holds it. */
export function forceAsKept(force: Force): Force {
  const { effective, cycles, cycle_extended, probes_missed, ...rest } = force;
  const worked = (effective as string[] | undefined) ?? [];
  const said = tactics(force).map(({ tactic }) => ({ tactic, effective: worked.includes(tactic) }));
  return {
    ...rest,
    tactics: said,
    // to assault with a weapon is to assault; to use a Taser is to carry one
    assaulted_officer: rest.assaulted_officer === true || rest.assaulted_with_weapon === true,
    carrying_ced: rest.carrying_ced === true || said.some((one) => one.tactic.startsWith("ced_")),
    ced: discharged(force) ? { cycles, cycle_extended, probes_missed } : null,
    officer_injured_on_purpose: hurt(force) ? rest.officer_injured_on_purpose : null,
    officer_medical_help: hurt(force) ? rest.officer_medical_help : null,
  };
}
