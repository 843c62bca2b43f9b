// Sends what waits. A record is forgotten only when the server named it and said that it has it;
// whatever else comes back (a hotel's sign-in page, half an answer, nothing) leaves it here.
import { isDue, type Kept, MEANT, type Result, type Sealed, type Store } from "./store";

/** Why nothing more is sent just now. */
export type Stopped =
  | "done"
  | "refused"
  | "offline"
  | "signed_out"
  | "not_allowed"
  | "another_network_page"
  | "busy"
  | "server"
  | "not_understood"
  | "too_large"
  | "not_taken"
  | "another_tab";

export interface Outcome {
  why: Stopped;
  /** Milliseconds until it is worth trying again. */
  wait: number;
}

const BATCH = 50;
const SHORTEST = 5_000;
const LONGEST = 5 * 60_000;
const HOUR = 60 * 60_000;
const PATIENCE = 30_000; // milliseconds for one answer
const LOCK = "evenhand-send";

/** What an answer of the server means, before anybody trusts what it holds. */
export async function understood(response: Response): Promise<Stopped | Record<string, unknown>> {
  if (response.type === "opaqueredirect" || response.status === 401) {
    return "signed_out";
  }
  if (response.status === 403) {
    return "not_allowed";
  }
  if (response.status === 413) {
    return "too_large";
  }
  if (response.status === 429) {
    return "busy";
  }
  if (response.status >= 500) {
    return "server";
  }
  const kind = response.headers.get("Content-Type") ?? "";
  if (!kind.startsWith("application/json")) {
    return response.ok ? "another_network_page" : "not_understood";
  }
  if (!response.ok) {
    return "not_understood";
  }
  try {
    const body: unknown = await response.json();
    const whole = typeof body === "object" && body !== null && !Array.isArray(body);
    return whole ? (body as Record<string, unknown>) : "not_understood";
  } catch {
    return "not_understood"; // cut off on the way
  }
}

/** How long a server asks us to wait, in milliseconds, if it does. */
export function retryAfter(response: Response, now: number): number | null {
  const said = response.headers.get("Retry-After");
  if (!said) {
    return null;
  }
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 1000), HOUR) : null;
}

/** What an answer says of the records that were sent. */
export function results(body: Record<string, unknown>, sent: readonly { id: string }[]): Result[] {
  const ours = new Set(sent.map((one) => one.id));
  const said = Array.isArray(body.results) ? body.results : [];
  return said
    .filter((one): one is Result => ours.has(one?.id) && MEANT.includes(one.state))
    .map(({ id, state, words }) => ({ id, state, words: typeof words === "string" ? words : "" }));
}

/** Numbers or ids of records that the server has lost and asks for again. */
export function wanted(body: Record<string, unknown>): (string | number)[] {
  const said = Array.isArray(body.ask_again) ? body.ask_again : [];
  return said.filter((one) => typeof one === "string" || typeof one === "number");
}

/** What is sent of a record; the phone's own notes stay. */
export function sealedOnly({ id, sequence, saved_at, key, sealed }: Omit<Sealed, "device_id">) {
  return { id, sequence, saved_at, key, sealed };
}

/** Records of one phone, as they are sent. */
export interface Batch {
  device_id: string;
  /** How many this phone held then, these among them. */
  unsent: number;
  records: ReturnType<typeof sealedOnly>[];
}

export class Sync {
  #failures = 0;
  #batch = BATCH;
  /** Records at which the server failed although they came alone: those beside them go first. */
  readonly #last = new Set<string>();
  #running: Promise<Outcome> | null = null;

  constructor(
    private readonly store: Store,
    private readonly call: (path: string, body: unknown) => Promise<Response>,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Send all that waits, in one tab at a time. */
  send(): Promise<Outcome> {
    this.#running ??= this.#alone().finally(() => (this.#running = null));
    return this.#running;
  }

  async #alone(): Promise<Outcome> {
    if (!("locks" in navigator)) {
      return this.#all(); // the server takes the same record twice for once
    }
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
      lock ? this.#all() : { why: "another_tab", wait: SHORTEST },
    );
  }

  async #all(): Promise<Outcome> {
    const stuck = new Set<string>(); // too large even alone: the others go on
    const refused = new Set<string>(); // once each time, whoever asks for them
    for (;;) {
      const unsent = await this.store.unsent();
      const batch = this.#next(unsent.filter((one) => !stuck.has(one.id) && !refused.has(one.id)));
      if (!batch.length) {
        return stuck.size ? this.#later("too_large") : this.#done(unsent.length);
      }
      const answered = await this.#one(batch, unsent.length, refused);
      if (answered === "too_large") {
        this.#batch = Math.ceil(batch.length / 2);
        if (batch.length === 1) {
          stuck.add(batch[0]!.id);
        }
      } else if (typeof answered === "string") {
        this.#failed(answered, batch);
        return this.#later(answered);
      } else if (typeof answered === "object") {
        this.#failed(answered.why, batch);
        return answered;
      } else if (answered === 0) {
        return this.#later("not_taken"); // it spoke of none of them: do not ask in a circle
      }
    }
  }

  /** What goes next: new records together, then refused ones that are due, then one that it fails at. */
  #next(unsent: readonly Kept[]): Kept[] {
    const due = unsent.filter((one) => isDue(one, this.clock()));
    const fit = due.filter((one) => !this.#last.has(one.id));
    const fresh = fit.filter((one) => one.state !== "refused");
    const together = fresh.length ? fresh : fit;
    const alone = [...this.#last].flatMap((id) => due.filter((one) => one.id === id));
    return together.length ? together.slice(0, this.#batch) : alone.slice(0, 1);
  }

  /** A server that fails at one record must not hold up the others: look for it, then send it last. */
  #failed(why: Stopped, batch: readonly Kept[]): void {
    if (why !== "server") {
      return;
    }
    if (batch.length > 1) {
      this.#batch = Math.ceil(batch.length / 2);
      return;
    }
    const { id } = batch[0]!;
    this.#last.delete(id);
    this.#last.add(id); // behind others of its kind
    this.#batch = BATCH;
  }

  /** Send one batch; how many the server spoke of, or why it took none. */
  async #one(batch: readonly Kept[], unsent: number, refused: Set<string>): Promise<number | Stopped | Outcome> {
    const ids = batch.map((one) => one.id);
    const records = batch.map(sealedOnly);
    const device_id = batch[0]!.device_id;
    const acknowledged = (await this.store.about<number>("acknowledged")) ?? 0;
    const sent_at = new Date(this.clock()).toISOString();
    let response: Response;
    try {
      response = await this.call("records", { device_id, unsent, acknowledged, sent_at, records });
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError") {
        await this.store.sent(ids); // perhaps it arrived and only the answer was lost
      }
      return "offline";
    }
    const body = await understood(response);
    if (typeof body === "string") {
      const wait = retryAfter(response, this.clock());
      return wait === null ? body : { why: body, wait };
    }
    const said = results(body, batch);
    await this.store.answered(said, this.clock());
    said.filter((one) => one.state === "refused").forEach((one) => refused.add(one.id));
    await this.store.sent(ids); // those it did not speak of
    const again = wanted(body);
    if (again.length) {
      await this.store.askedAgain(again);
    }
    return said.length;
  }

  /** Nothing more goes now; what is left was refused, and is tried again later. */
  #done(left: number): Outcome {
    this.#failures = 0;
    this.#batch = BATCH;
    this.#last.clear();
    return { why: left ? "refused" : "done", wait: LONGEST };
  }

  #later(why: Stopped): Outcome {
    const wait = Math.min(SHORTEST * 2 ** this.#failures, LONGEST);
    this.#failures += 1;
    return { why, wait };
  }
}

/** Ask the server for something, or send it something. */
export function caller(root: string, token: () => string): (path: string, body?: unknown) => Promise<Response> {
  return (path, body) =>
    fetch(root + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/json", "X-CSRFToken": token() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: "no-store",
      redirect: "manual", // to signing in: nothing to follow
      signal: AbortSignal.timeout(PATIENCE),
    });
}
