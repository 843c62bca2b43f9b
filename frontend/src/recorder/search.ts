// A search extends the stop: what Code A has recorded, asked once.
import { list } from "./codes";
import { type Asked, partScreens, whom } from "./parts";
import { options, type Screen } from "./screens";
import type { Search, Stop } from "./stop";
import { say } from "./words";

const SAID = [
  ["grounds", "say_grounds"],
  ["object", "say_object"],
  ["warrant_card", "say_warrant_card"],
  ["identity", "say_identity"],
  ["station", "say_station"],
  ["entitlement", "say_entitlement"],
  ["legal_power", "say_legal_power"],
  ["detained", "say_detained"],
] as const;

const power = (values: Search) => list("search_powers").find((one) => one.code === values.power);
const isPerson = (values: Search) => values.of !== "vehicle";

function objects(_: Stop, values: Search) {
  const allowed = power(values)?.objects as string[] | undefined;
  return options("objects", allowed);
}

const QUESTIONS: readonly Asked[] = [
  {
    ...{ field: "of", question: "search_of", kind: "one", options: (stop) => whom(stop, true) },
    keep: (said) => (said === "vehicle" ? said : Number(said)),
    away: (stop, search) => (stop.searches = stop.searches.filter((one) => one !== search)),
  },
  { field: "power", question: "search_power", kind: "one", options: () => options("search_powers").map((one) => ({ ...one, wide: true })) },
  {
    ...{ field: "authorisation", question: "search_authorisation", kind: "text", longest: 60 },
    when: (values) => Boolean(power(values)?.authorised),
  },
  { field: "object", question: "search_object", kind: "one", options: objects },
  { field: "grounds", question: "search_grounds", kind: "text", longest: 1000, shortest: 10, hint: "search_grounds_hint" },
  { field: "gowisely", question: "search_gowisely", kind: "tick", ticks: SAID, all: "search_all_told", none: "none_of_these" },
  {
    ...{ field: "depth", question: "search_depth", kind: "one", when: isPerson, keep: Number },
    options: () => [
      { code: "1", label: say("depth_1"), wide: true },
      { code: "2", label: say("depth_2"), wide: true },
      { code: "3", label: say("depth_3"), wide: true },
    ],
  },
  ...strip(),
  { field: "found", question: "search_found", kind: "one", list: "found" },
  { field: "found_linked", question: "search_found_linked", kind: "yes_no", when: (values) => values.found !== "nothing" },
  { field: "outcome", question: "search_outcome", kind: "one", list: "search_outcomes" },
];

/** What protects a person whose intimate parts are exposed, and a child above all. */
function strip(): Asked[] {
  const deep = (values: Search) => isPerson(values) && values.depth === 3;
  const authorised = (values: Search) => deep(values) && values.authorised_by !== "none";
  const noAdult = (values: Search) => deep(values) && ["waived", "absent"].includes(String(values.appropriate_adult));
  const asked: Asked[] = [
    { field: "reason", question: "strip_reason", kind: "text", longest: 500 },
    { field: "authorised_by", question: "strip_by", kind: "one", list: "ranks" },
    { field: "authorised_at", question: "strip_at", kind: "moment", when: authorised },
    { field: "place", question: "strip_place", kind: "one", list: "strip_places" },
    { field: "private", question: "strip_private", kind: "yes_no" },
    { field: "officers", question: "strip_officers", kind: "number", longest: 2 },
    { field: "officers_of_other_sex", question: "strip_other_sex", kind: "number", longest: 2 },
    {
      ...{ field: "appropriate_adult", question: "strip_adult", kind: "one" },
      options: (stop, values) => options("appropriate_adults").filter((one) => !child(stop, values) || one.code !== "not_needed"),
    },
    { field: "why_no_adult", question: "strip_why_no_adult", kind: "text", when: noAdult },
    { field: "child_age", question: "strip_child_age", kind: "number", longest: 2, when: (values, stop) => deep(values) && child(stop, values) },
    { field: "safeguarding_referral", question: "strip_safeguarding", kind: "yes_no", when: (values, stop) => deep(values) && child(stop, values) },
  ];
  return asked.map((one) => ({ ...one, when: one.when ?? deep }));
}

const STRIP = ["reason", "authorised_by", "authorised_at", "place", "private", "officers"];
const OF_A_CHILD = ["officers_of_other_sex", "appropriate_adult", "why_no_adult", "child_age", "safeguarding_referral"];

function child(stop: Stop, values: Search): boolean {
  const searched = stop.people.find((one) => one.number === values.of);
  return searched?.age_band === "10_17" || searched?.age_band === "under_10";
}

export function searchScreens(stop: Stop, search: Search, index: number): Screen[] {
  return partScreens(`search.${index}`, "search", stop, search, QUESTIONS);
}

/** A search as the record holds it: the safeguards stand together, and only where they belong. */
export function searchAsKept(search: Search): Search {
  const inside = [...STRIP, ...OF_A_CHILD];
  const kept = Object.fromEntries(Object.entries(search).filter(([field]) => !inside.includes(field)));
  const deep = isPerson(search) && search.depth === 3;
  return {
    ...kept,
    depth: isPerson(search) ? search.depth : null,
    authorisation: power(search)?.authorised ? search.authorisation : null,
    found_linked: search.found === "nothing" ? false : search.found_linked,
    strip: deep ? Object.fromEntries(inside.filter((field) => field in search).map((field) => [field, search[field]])) : null,
  };
}
