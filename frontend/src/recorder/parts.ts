// A search and a use of force are asked field by field from a list, each on a screen of its own.
import { line, several, taps, type Option } from "./blocks";
import { options, type Screen, yesNo } from "./screens";
import { moment, type Stop } from "./stop";
import { type Key, say } from "./words";

type Values = Record<string, unknown>;

/** One question of a search or a use of force. */
export interface Asked {
  field: string;
  question: Key;
  kind: "one" | "several" | "yes_no" | "text" | "tick" | "number" | "moment";
  /** The code list, or the answers themselves. */
  list?: string;
  options?: (stop: Stop, values: Values) => Option[];
  /** For `tick`: the fields that are true or false, each with what it is called. */
  ticks?: readonly (readonly [string, Key])[];
  none?: Key;
  all?: Key;
  when?: (values: Values, stop: Stop) => boolean;
  /** An answer that takes the whole search or use of force away again. */
  away?: (stop: Stop, values: Values) => void;
  longest?: number;
  shortest?: number;
  hint?: Key;
  /** What is kept for what was tapped or typed. */
  keep?: (said: string) => unknown;
  /** For `several`: the codes that were chosen before, and what is kept for those chosen now. */
  chosen?: (values: Values) => string[];
  keepAll?: (codes: string[]) => unknown;
}

/** The people and the vehicle of a stop, to choose from. */
export function whom(stop: Stop, vehicle: boolean): Option[] {
  const people = stop.people.map((one) => ({
    code: String(one.number),
    label: one.role === "driver" ? say("driver") : say("passenger", { n: one.number - 1 }),
  }));
  return vehicle ? [...people, { code: "vehicle", label: say("vehicle") }] : people;
}

const held = (value: unknown) => (value === null || value === undefined ? null : String(value));

function draw(stop: Stop, values: Values, asked: Asked): Screen["draw"] {
  const question = say(asked.question);
  const keep = asked.keep ?? ((said: string) => said);
  const all = () => asked.options?.(stop, values) ?? options(asked.list!);
  const now = values[asked.field];
  switch (asked.kind) {
    case "one":
      return (ui) => {
        const none = asked.away ? [{ code: "away", label: say("not_after_all"), wide: true }] : [];
        return [
          taps(question, [...all(), ...none], held(now), (code) =>
            ui.answer(() => (code === "away" ? asked.away?.(stop, values) : (values[asked.field] = keep(code)))),
          ),
        ];
      };
    case "several":
      return (ui) => [
        several(
          question,
          all(),
          asked.chosen?.(values) ?? (now as string[]) ?? [],
          (codes) => ui.answer(() => (values[asked.field] = asked.keepAll?.(codes) ?? codes)),
          asked.none && say(asked.none),
        ),
      ];
    case "yes_no":
      return (ui) => [yesNo(question, now, (yes) => ui.answer(() => (values[asked.field] = yes)))];
    case "tick":
      return (ui) => [ticks(question, values, asked, (codes) => ui.answer(() => tick(values, asked, codes)))];
    case "moment":
      return (ui) => [
        line({ label: question, type: "datetime-local", longest: 16, value: held(now)?.slice(0, 16) }, (said) => {
          const at = new Date(said).getTime();
          if (Number.isNaN(at) || at > ui.now()) {
            return say("in_future");
          }
          ui.answer(() => (values[asked.field] = moment(at)));
          return null;
        }),
      ];
    case "text":
    case "number":
      return (ui) => [
        line(
          {
            ...{ label: question, value: held(now), longest: asked.longest ?? 300 },
            ...(asked.kind === "text" ? { rows: 4 } : { type: "number" as const }),
            ...(asked.shortest && { shortest: asked.shortest }),
            ...(asked.hint && { hint: say(asked.hint) }),
          },
          (said) => {
            const value = asked.kind === "number" ? Number(said) : keep(said);
            if (asked.kind === "number" && !Number.isInteger(value)) {
              return say("number_wrong");
            }
            ui.answer(() => (values[asked.field] = value));
            return null;
          },
        ),
      ];
  }
}

function ticks(question: string, values: Values, asked: Asked, done: (codes: string[]) => void): HTMLElement {
  const where = (asked.field ? values[asked.field] : values) as Values | undefined;
  const chosen = asked.ticks!.filter(([name]) => where?.[name] === true).map(([name]) => name);
  const all = asked.ticks!.map(([code, key]) => ({ code, label: say(key) }));
  const made = several(question, all, chosen, done, asked.none && say(asked.none));
  if (asked.all) {
    const whole = [{ code: "all", label: say(asked.all), wide: true }];
    made.prepend(taps(question, whole, null, () => done(all.map((one) => one.code))));
  }
  return made;
}

function tick(values: Values, asked: Asked, codes: readonly string[]): void {
  const said = Object.fromEntries(asked.ticks!.map(([name]) => [name, codes.includes(name)]));
  if (asked.field) {
    values[asked.field] = said;
  } else {
    Object.assign(values, said);
  }
}

function answered(values: Values, asked: Asked): boolean {
  const field = asked.field || asked.ticks![0]![0];
  return field in values;
}

/** The screens of one search or use of force. */
export function partScreens(
  prefix: string,
  times: string,
  stop: Stop,
  values: Values,
  questions: readonly Asked[],
): Screen[] {
  return questions
    .filter((asked) => asked.when?.(values, stop) ?? true)
    .map((asked) => ({
      id: `${prefix}.${asked.field || asked.question}`,
      ...{ step: "result", times, question: say(asked.question), chips: [] },
      answered: answered(values, asked),
      ...(asked.hint && asked.kind !== "text" && { hint: say(asked.hint) }),
      draw: draw(stop, values, asked),
    }));
}
