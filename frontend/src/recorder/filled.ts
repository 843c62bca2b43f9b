// What the phone filled in: a chip for each, and the screen where it is changed.
import { line, type Option, taps } from "./blocks";
import { label } from "./codes";
import { h } from "./dom";
import { here, place } from "./place";
import { options, type Screen, type Ui, yesNo } from "./screens";
import { type Draft, isLate, moment, person, type Stop } from "./stop";
import { type Key, say } from "./words";

/** What the app knows beside the stop. */
export interface Around {
  teams: readonly string[];
  finding: boolean;
  denied: boolean;
  now: number;
  /** Nobody knows how far this phone's clock is off. */
  doubtful: boolean;
  /** The place was found or typed: draw again. */
  found(): void;
}

const clock = (time: string) => time.slice(11, 16);
const today = (time: string, now: number) => time.slice(0, 10) === moment(now).slice(0, 10);

function time(stop: Stop, { now, doubtful }: Around): string {
  if (doubtful && stop.clock === "device") {
    return say("chip_check", { time: clock(stop.started_at) });
  }
  if (stop.clock === "device" && Math.abs(now - Date.parse(stop.started_at)) < 10 * 60_000) {
    return say("chip_now", { time: clock(stop.started_at) });
  }
  const day = today(stop.started_at, now) ? "" : `${Number(stop.started_at.slice(8, 10))}/${Number(stop.started_at.slice(5, 7))} `;
  return say("chip_time", { time: day + clock(stop.started_at) });
}

function where(stop: Stop, around: Around): string {
  if (!stop.place) {
    return say(around.finding ? "chip_place_wait" : "chip_place_unknown");
  }
  return stop.place.name ?? say("chip_here", { n: stop.place.accuracy_m ?? 0 });
}

function plate({ vehicle }: Stop): string {
  const said: Record<string, string> = {
    given: vehicle.registration ?? "",
    foreign: say("chip_foreign", { plate: vehicle.registration ?? "" }),
    none: say("chip_no_plate"),
  };
  return said[vehicle.registration_state] ?? say("chip_plate");
}

function told(stop: Stop): string {
  if (stop.reason_told === "not_told") {
    return say("chip_told_not");
  }
  const same = stop.reason_told === stop.reason;
  return same ? say("chip_told_same") : say("chip_told", { reason: label("told", stop.reason_told) });
}

/** What a chip says; its name is also that of the screen behind it. */
export function chip(name: string, { stop }: Draft, around: Around): string {
  const said: Record<string, () => string> = {
    time: () => time(stop, around),
    place: () => where(stop, around),
    team: () => stop.team ?? say("chip_team_unknown"),
    plate: () => plate(stop),
    told: () => told(stop),
    known: () => say("chip_known", { what: label("pre_stop_information", stop.pre_stop_information).toLowerCase() }),
    vehicle: () => label("vehicles", stop.vehicle.kind),
    video: () => say(stop.video.on ? "chip_video_on" : "chip_video_off"),
    receipt: () => say("chip_receipt", { how: label("receipts", stop.receipt).toLowerCase() }),
    passengers: () => say("chip_passengers", { n: stop.people.length - 1 }),
    seen: () => say(`chip_seen_${stop.seen_before as "yes" | "no" | "unsure"}`),
  };
  return said[name]!();
}

const AGO = [5, 10, 15, 30, 60];

function whenScreen({ stop }: Draft): (ui: Ui) => HTMLElement[] {
  const set = (ui: Ui, at: number, how: Stop["clock"]) =>
    ui.answer(() => {
      stop.started_at = moment(at);
      stop.clock = how;
      stop.late_reason = isLate(stop, ui.now()) ? stop.late_reason : null;
    });
  const quick: Option[] = [
    { code: "0", label: say("now") },
    ...AGO.map((n) => ({ code: String(n), label: say("ago", { n }) })),
  ];
  return (ui) => [
    line(
      { label: say("earlier_label"), type: "datetime-local", value: stop.started_at.slice(0, 16), longest: 16 },
      (value) => {
        const at = new Date(value).getTime();
        if (Number.isNaN(at) || at > ui.now() + 60_000) {
          return say("in_future");
        }
        set(ui, at, "typed");
        return null;
      },
    ),
    taps(say("q_time"), quick, null, (code) =>
      set(ui, ui.now() - Number(code) * 60_000, code === "0" ? "device" : "typed"),
    ),
  ];
}

function placeScreen({ stop }: Draft, around: Around): (ui: Ui) => HTMLElement[] {
  return (ui) => [
    ...(around.denied ? [h("p", { class: "eh-note" }, say("place_denied"))] : []),
    line({ label: say("place_name"), value: stop.place?.name, longest: 120 }, (name) =>
      ui.answer(() => {
        // what the phone found stays: the name says what it is called
        stop.place = stop.place?.how === "device" ? { ...stop.place, name } : place("typed", name);
      }),
    ),
    taps(say("q_road"), options("roads"), stop.place?.road ?? null, (road) => {
      if (stop.place) {
        ui.answer(() => (stop.place = { ...stop.place!, road }));
      }
    }),
    h(
      "button",
      {
        ...{ type: "button", class: "govuk-button govuk-button--secondary eh-wide" },
        onclick: async () => {
          const found = await here();
          if (typeof found === "object") {
            ui.answer(() => (stop.place = found));
          } else {
            around.found();
          }
        },
      },
      say("place_again"),
    ),
  ];
}

const LATE = ["late_no_time", "late_no_phone", "late_told"] as const;

function lateScreen({ stop }: Draft): (ui: Ui) => HTMLElement[] {
  return (ui) => [
    line({ label: say("other_words"), value: stop.late_reason, longest: 300, rows: 2 }, (words) =>
      ui.answer(() => (stop.late_reason = words)),
    ),
    taps(say("q_late"), LATE.map((key) => ({ code: key, label: say(key), wide: true })), null, (key) =>
      ui.answer(() => (stop.late_reason = say(key as (typeof LATE)[number]))),
    ),
  ];
}

const PLATES = [
  ["foreign", "plate_foreign"],
  ["none", "plate_none"],
  ["not_taken", "plate_not_taken"],
] as const;

function plateScreen({ stop }: Draft): (ui: Ui) => HTMLElement[] {
  const { vehicle } = stop;
  const set = (state: string, registration: string | null) =>
    Object.assign(vehicle, { registration_state: state, registration });
  return (ui) => [
    line({ label: say("plate_label"), value: vehicle.registration, longest: 15 }, (typed) =>
      ui.answer(() => set("given", typed.toUpperCase().replace(/[^A-Z0-9]/g, ""))),
    ),
    taps(
      say("q_plate"),
      PLATES.map(([code, key]) => ({ code, label: say(key), wide: true })),
      vehicle.registration_state,
      (state) => {
        const typed = document.querySelector<HTMLInputElement>("main input")?.value.trim().toUpperCase() ?? "";
        ui.answer(() => set(state, state === "foreign" ? typed || null : null));
      },
    ),
  ];
}

/** Somebody was not there after all: those after them move up, and what was done to them goes. */
function leaves(stop: Stop, number: number): void {
  const moved = (held: unknown) => (typeof held === "number" && held > number ? held - 1 : held);
  stop.people = stop.people
    .filter((one) => one.number !== number)
    .map((one) => ({ ...one, number: moved(one.number) as number }));
  stop.searches = stop.searches
    .filter((one) => one.of !== number)
    .map((one) => ("of" in one ? { ...one, of: moved(one.of) } : one));
  stop.force_used = stop.force_used
    .filter((one) => one.person !== number)
    .map((one) => ("person" in one ? { ...one, person: moved(one.person) } : one));
}

function passengersScreen(draft: Draft): (ui: Ui) => HTMLElement[] {
  const { stop } = draft;
  return (ui) => [
    ...stop.people.slice(1).map((one) =>
      h(
        "p",
        { class: "eh-row" },
        h("span", {}, say("passenger", { n: one.number - 1 })),
        h(
          "button",
          {
            ...{ type: "button", class: "govuk-button govuk-button--secondary" },
            onclick: () =>
              ui.answer(() => {
                leaves(stop, one.number);
              }),
          },
          say("remove"),
        ),
      ),
    ),
    taps(say("q_passengers"), [{ code: "add", label: say("add_passenger"), wide: true }], null, () =>
      ui.answer(() => stop.people.push(person(stop.people.length + 1))),
    ),
  ];
}

const SEEN_ON_THE_ROAD = ["moving_offence", "phone_or_seatbelt", "intelligence_led"];

/** What can have been known before, given the reason: the rules say so too. */
function possible(stop: Stop): Option[] {
  const all = options("pre_stop_information");
  if (stop.reason === "anpr_other_marker") {
    return all.filter((one) => one.code === "anpr");
  }
  return SEEN_ON_THE_ROAD.includes(stop.reason ?? "") ? all.filter((one) => one.code !== "none") : all;
}

function toldOptions(stop: Stop): Option[] {
  const same = { code: stop.reason!, label: say("same_reason"), hint: label("reasons", stop.reason), wide: true };
  const none = { ...options("told", ["not_told"])[0]!, wide: true };
  const rest = options("told").filter((one) => one.code !== stop.reason && one.code !== "not_told");
  return [none, same, ...rest];
}

const REFERENCE = /^[A-Za-z0-9]([A-Za-z0-9 ._/&'-]*[A-Za-z0-9.'])?$/; // as the rules have it

/** A force that has not named its teams lets each officer type theirs, once. */
function teamTyped(stop: Stop, ui: Ui): HTMLElement {
  return line({ label: say("team_label"), value: stop.team, longest: 60 }, (typed) => {
    if (!REFERENCE.test(typed)) {
      return say("team_wrong");
    }
    ui.answer(() => (stop.team = typed));
    return null;
  });
}

/** The screen behind a chip, or behind a line of the list of all answers. */
export function filled(draft: Draft, id: string, around: Around): Screen | undefined {
  const { stop, touched } = draft;
  const touch = (name: string) => touched.includes(name) || touched.push(name);
  const choice = (all: Option[], held: string | null, use: (code: string) => void) => (ui: Ui) => [
    taps(question(id), all, held, (code) => ui.answer(() => use(code))),
  ];
  const draws: Record<string, () => Screen["draw"]> = {
    time: () => whenScreen(draft),
    place: () => placeScreen(draft, around),
    late: () => lateScreen(draft),
    plate: () => plateScreen(draft),
    passengers: () => passengersScreen(draft),
    team: () =>
      around.teams.length
        ? choice(around.teams.map((name) => ({ code: name, label: name, wide: true })), stop.team, (name) => (stop.team = name))
        : (ui) => [teamTyped(stop, ui)],
    duty: () => choice(options("duties"), stop.duty, (code) => (stop.duty = code)),
    power: () => choice(options("powers").map((one) => ({ ...one, wide: true })), stop.power, (code) => (stop.power = code)),
    told: () =>
      choice(toldOptions(stop), stop.reason_told, (code) => {
        stop.reason_told = code;
        touch("told");
      }),
    known: () =>
      choice(possible(stop), stop.pre_stop_information, (code) => {
        stop.pre_stop_information = code;
        touch("known");
      }),
    vehicle: () => choice(options("vehicles"), stop.vehicle.kind, (code) => {
        stop.vehicle.kind = code;
        if (code === "pedal_cycle" && stop.vehicle.registration) {
          Object.assign(stop.vehicle, { registration_state: "none", registration: null });
        }
      }),
    receipt: () => choice(options("receipts"), stop.receipt, (code) => (stop.receipt = code)),
    video: () => (ui) => [
      yesNo(say("q_video"), stop.video.on, (on) =>
        ui.answer(() => (stop.video = { ...stop.video, on, why_not: on ? null : stop.video.why_not })),
      ),
    ],
    "why-not": () => choice(options("no_video"), stop.video.why_not, (code) => (stop.video.why_not = code)),
    minutes: () => (ui) => [
      line({ label: say("q_minutes"), type: "number", longest: 4, button: say("done") }, (typed) => {
        const minutes = Math.round(Number(typed));
        if (!(minutes >= 1 && minutes <= 24 * 60)) {
          return say("minutes_wrong");
        }
        stop.duration_minutes = minutes;
        ui.save();
        return null;
      }),
    ],
    all: () => () => [everything(draft, around)],
  };
  const draw = draws[id]?.();
  const later = ["told", "known"].includes(id) ? "reason" : "result";
  return (
    draw && {
      ...{ id, question: question(id), answered: true, draw, chips: [] },
      step: stop.reason === null ? "seen" : later,
      times: { place: "place", time: "place", plate: "vehicle", vehicle: "vehicle" }[id] ?? "result",
    }
  );
}

function question(id: string): string {
  const keys = {
    ...{ time: "q_time", place: "q_place", late: "q_late", plate: "q_plate", passengers: "q_passengers" },
    ...{ team: "q_team", duty: "q_duty", power: "q_power", told: "q_told", known: "q_known" },
    ...{ vehicle: "q_vehicle", receipt: "q_receipt", video: "q_video", "why-not": "q_why_not" },
    ...{ minutes: "q_minutes", all: "q_all" },
  } as const;
  return say((keys as Record<string, Key>)[id]!);
}

/** Every answer with its question; each leads to where it is changed. */
function everything(draft: Draft, around: Around): HTMLElement {
  const { stop } = draft;
  const driver = stop.people[0]!;
  const codes = (name: string, held: readonly string[]) => held.map((one) => label(name, one)).join(", ");
  const rows: [string, string, string][] = [
    ["seen", say("q_seen"), label("seen_before", stop.seen_before)],
    ...(stop.seen_before === "yes"
      ? [["before", say("q_before"), label("perceived_before", stop.perceived_before)] as [string, string, string]]
      : []),
    ["reason", say("q_reason"), codes("reasons", [stop.reason!, ...stop.more_reasons])],
    ["told", say("q_told"), label("told", stop.reason_told)],
    ["known", say("q_known"), label("pre_stop_information", stop.pre_stop_information)],
    ["sde.1", say("q_sde"), label("ethnicities", driver.sde) || label("not_stated", driver.not_stated)],
    ["perceived.1", say("q_perceived"), label("perceived", driver.perceived)],
    ["age.1", say("q_age_sex"), `${label("sexes", driver.sex)}, ${label("ages", driver.age_band)}`],
    ["result", say("q_result"), codes("outcomes", stop.outcomes)],
    ["duty", say("q_duty"), label("duties", stop.duty)],
    ["power", say("q_power"), label("powers", stop.power)],
    ...["time", "place", "team", "plate", "vehicle", "video", "receipt", "passengers"].map(
      (name) => [name, question(name), chip(name, draft, around)] as [string, string, string],
    ),
  ];
  return h(
    "dl",
    { class: "eh-all" },
    ...rows.map(([screen, asked, answer]) =>
      h(
        "div",
        {},
        h("dt", {}, asked),
        h("dd", {}, answer),
        h("dd", {}, h("a", { href: `#${screen}`, class: "govuk-link", "data-screen": screen, "aria-label": `${say("change")}: ${asked}` }, say("change"))),
      ),
    ),
  );
}
