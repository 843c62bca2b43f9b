// A stop while it is being recorded, and as it is sealed. The rules are the server's; this knows only
// what to ask next and what follows from an answer.
import { type Code, list } from "./codes";
import { forceAsKept } from "./force";
import { searchAsKept } from "./search";

export interface Person {
  number: number;
  role: "driver" | "passenger";
  perceived: string | null;
  sde: string | null;
  not_stated: string | null;
  age_band: string | null;
  sex: string | null;
}

export interface Place {
  how: "device" | "chosen" | "typed";
  latitude: number | null;
  longitude: number | null;
  accuracy_m: number | null;
  name: string | null;
  road: string | null;
  lsoa: string | null;
}

export interface Stop {
  version: 1;
  stop_id: string;
  device_id: string;
  sequence: number;
  force_id: string;
  officer: string;
  team: string | null;
  duty: string;
  started_at: string;
  recorded_at: string;
  clock: "device" | "typed";
  late_reason: string | null;
  place: Place | null;
  power: string;
  reason: string | null;
  more_reasons: string[];
  reason_text: string | null;
  reason_told: string | null;
  pre_stop_information: string | null;
  seen_before: string | null;
  perceived_before: string | null;
  people: Person[];
  vehicle: {
    kind: string;
    make: string | null;
    model: string | null;
    colour: string | null;
    registration_state: string;
    registration: string | null;
  };
  outcomes: string[];
  outcome_text: string | null;
  arrest_reason: string | null;
  outcome_linked: boolean | null;
  duration_minutes: number | null;
  reason_explained: boolean | null;
  receipt: string;
  receipt_digest: string | null;
  video: { on: boolean; why_not: string | null; reference: string | null };
  searches: Search[];
  force_used: Force[];
  seconds: Record<string, number>;
}

export type Search = Record<string, unknown>;
export type Force = Record<string, unknown>;

/** A stop being recorded, and how it goes. */
export interface Draft {
  stop: Stop;
  /** Answers that the officer gave, where the phone had filled something in. */
  touched: string[];
  /** The screen where it stands. */
  at: string;
  passengersAsked: boolean;
  taps: number;
  /** When it was begun; until its first touch, when the page came to it. */
  began: number;
  /** Nobody has touched it: it has neither begun nor a place of its own. Drafts of earlier versions had. */
  fresh?: boolean;
}

/** What stays the same from one stop to the next. */
export interface Usual {
  team: string | null;
  duty: string;
  kind: string;
  video: boolean;
}

export const USUAL: Usual = { team: null, duty: "response", kind: "car", video: true };

export function person(number: number): Person {
  return {
    ...{ number, role: number === 1 ? "driver" : "passenger", perceived: null, sde: null },
    ...{ not_stated: null, age_band: null, sex: null },
  };
}

/** A time with this place's offset from UTC, as the record holds it. */
export function moment(time: number): string {
  const date = new Date(time);
  const ahead = -date.getTimezoneOffset();
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const local = new Date(time + ahead * 60_000).toISOString().slice(0, 19);
  return `${local}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/** A new stop, with what the phone and the last stop know. */
export function blank(id: string, who: { force_id: string; officer: string }, usual: Usual, now: number): Draft {
  const stop: Stop = {
    ...{ version: 1, stop_id: id, device_id: "", sequence: 0, ...who, team: usual.team },
    ...{ duty: usual.duty, started_at: moment(now), recorded_at: moment(now), clock: "device" },
    ...{ late_reason: null, place: null, power: "rta_s163", reason: null, more_reasons: [] },
    ...{ reason_text: null, reason_told: null, pre_stop_information: null, seen_before: null },
    ...{ perceived_before: null, people: [person(1)], outcomes: [], outcome_text: null },
    vehicle: {
      ...{ kind: usual.kind, make: null, model: null, colour: null },
      ...{ registration_state: "not_taken", registration: null },
    },
    ...{ arrest_reason: null, outcome_linked: null, duration_minutes: null, reason_explained: null, receipt: "shown" },
    ...{ receipt_digest: null, video: { on: usual.video, why_not: null, reference: null } },
    ...{ searches: [], force_used: [], seconds: {} },
  };
  return { stop, touched: [], at: "seen", passengersAsked: false, taps: 0, began: now, fresh: true };
}

/** The officer touches it for the first time, after a look at the first question: it begins now. */
export function begin(draft: Draft, now: number, looked: number): void {
  delete draft.fresh;
  draft.began = now - looked;
  draft.stop.started_at = moment(now);
}

/** Say whether the driver was seen; who was not seen was not perceived. */
export function seen(stop: Stop, how: string): void {
  stop.seen_before = how;
  if (how !== "yes") {
    stop.perceived_before = null;
  }
}

/** Give the officer's reason; what the driver was told and what was known follow until said. */
export function reason(draft: Draft, codes: readonly string[]): void {
  const { stop, touched } = draft;
  stop.reason = codes[0] ?? null;
  stop.more_reasons = codes.slice(1);
  if (!codes.includes("other")) {
    stop.reason_text = null;
  }
  if (!touched.includes("told")) {
    stop.reason_told = stop.reason;
  }
  if (!touched.includes("known")) {
    stop.pre_stop_information = (known(stop.reason)?.before as string) ?? "none";
  }
}

function known(code: string | null): Code | undefined {
  return list("reasons").find((one) => one.code === code);
}

/** Say what came of it; nothing came of it, or something did. */
export function outcomes(stop: Stop, codes: readonly string[]): void {
  stop.outcomes = [...codes];
  if (!codes.includes("arrest")) {
    stop.arrest_reason = null;
  }
  if (!codes.includes("other")) {
    stop.outcome_text = null;
  }
}

export const ROUTINE = "routine_check_no_specific_reason";

/** Whether something came of the stop that can have to do with its reason. */
export function cameOf(stop: Stop): boolean {
  const nothing = stop.outcomes.includes("no_action") || stop.outcomes.includes("search_only");
  return stop.outcomes.length > 0 && !nothing && stop.reason !== ROUTINE;
}

const DAY = 24 * 60 * 60 * 1000;

/** Whether it is entered so late that the rules want to know why. */
export function isLate(stop: Stop, now: number): boolean {
  return now - Date.parse(stop.started_at) > DAY;
}

/** A stop that is recorded as it ends began as long before as it took, unless its time was typed. */
export function began(stop: Stop, now: number): void {
  const at = now - (stop.duration_minutes ?? 0) * 60_000;
  if (stop.clock === "device" && Date.parse(stop.started_at) > at) {
    stop.started_at = moment(at);
  }
}

/** The stop as it is sealed: its device, number and time filled in. */
export function finished(draft: Draft, device: { id: string; sequence: number }, now: number): Stop {
  const { stop } = draft;
  return {
    ...stop,
    device_id: device.id,
    sequence: device.sequence,
    recorded_at: moment(Math.max(now, Date.parse(stop.started_at))),
    reason_explained: stop.reason_told !== "not_told",
    outcome_linked: cameOf(stop) ? stop.outcome_linked : false,
    searches: stop.searches.map(searchAsKept),
    force_used: stop.force_used.map(forceAsKept),
  };
}
