// The records that wait on this phone. Each is sealed before it comes here; only its name, number,
// time and state can be read. Nothing is forgotten but what the server said it has.
import { answer, type Database, NotWritten } from "./database";

/** Where a record is: here alone, sent but not answered, kept by the force, or refused by it. */
export type State = "waiting" | "sent" | "kept" | "to_mend" | "conflict" | "refused";

/** A sealed record, and what the phone knows of it. */
export interface Sealed {
  id: string;
  device_id: string;
  sequence: number;
  saved_at: string;
  key: string;
  sealed: string;
}
export interface Kept extends Sealed {
  state: State;
  words: string;
  answered_at: number;
  /** How often the server refused it; rows of earlier versions do not say. */
  refusals?: number;
}
export interface Device {
  id: string;
  sequence: number;
}
/** What the server said of one record. */
export interface Result {
  id: string;
  state: string;
  words: string;
}

/** What the server said it has, for good. */
const HAS: readonly string[] = ["kept", "to_mend", "conflict"];
/** All that it may say of a record; another word means nothing to this version. */
export const MEANT: readonly string[] = [...HAS, "refused"];
const FIRST = 5 * 60_000; // milliseconds until a refused record is tried again
const LAST = 4 * 60 * 60_000; // and between two tries in the end
const TRIES = 20; // other tabs that save at the same moment
/** Copies stay sealed here for a while, in case the server was put back to an earlier day. */
export const COPIES_FOR = 3 * 24 * 60 * 60 * 1000;

/** Whether this phone still has to bring it to the server: refused, it waits as well. */
export function isUnsent(record: Kept): boolean {
  return !HAS.includes(record.state);
}

/** When a refused record is tried again, later each time: the server may have been mended. */
export function triedAgain({ answered_at, refusals = 1 }: Kept): number {
  return answered_at + Math.min(FIRST * 2 ** (refusals - 1), LAST);
}

/** Whether it is worth sending now. */
export function isDue(record: Kept, now: number): boolean {
  const wentBack = now < record.answered_at; // the clock: how long it has waited nobody knows
  return record.state !== "refused" || wentBack || now >= triedAgain(record);
}

export class Store {
  constructor(readonly database: Database) {}

  /** A small thing by name, or undefined. */
  async about<T>(name: string): Promise<T | undefined> {
    return this.database.within(["about"], "readonly", async (store) => {
      const row = await answer<{ value: T } | undefined>(store("about").get(name));
      return row?.value;
    });
  }

  async note(name: string, value: unknown): Promise<void> {
    await this.database.within(["about"], "readwrite", async (store) => {
      await answer(store("about").put({ name, value }));
    });
  }

  /** This phone's own name and the last number it gave; made on first use. */
  async device(): Promise<Device> {
    const known = await this.about<Device>("device");
    if (known) {
      return known;
    }
    return this.database.within(["about"], "readwrite", async (store) => {
      const row = await answer<{ value: Device } | undefined>(store("about").get("device"));
      if (row) {
        return row.value;
      }
      const value = { id: crypto.randomUUID(), sequence: 0 };
      await answer(store("about").put({ name: "device", value }));
      return value;
    });
  }

  /**
   * Keep a record, with the device's next number.
   *
   * Sealing takes longer than a transaction may stay open, so the record is sealed for the next number
   * and written together with it only if no other tab has taken that number meanwhile. Resolves when
   * the disk has it and it was read back the same.
   */
  async save(seal: (device: Device) => Promise<Sealed>): Promise<Kept> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { id, sequence } = await this.device();
      const made = await seal({ id, sequence: sequence + 1 });
      const record: Kept = { ...made, state: "waiting", words: "", answered_at: 0 };
      const written = await this.#write(record).catch(async (error: unknown) => {
        if (!(error instanceof NotWritten) || error.name !== "QuotaExceededError") {
          throw error;
        }
        await this.forgetCopies(Infinity); // the force has those
        return this.#write(record);
      });
      if (written) {
        await this.#readBack(written);
        return written;
      }
    }
    throw new Error("other tabs of this app keep saving");
  }

  /** The record as it now stands, or nothing where its number was taken. */
  async #write(record: Kept): Promise<Kept | null> {
    return this.database.within(["records", "about"], "readwrite", async (store) => {
      const already = await answer<Kept | undefined>(store("records").get(record.id));
      if (already) {
        return already; // a second tap
      }
      const row = await answer<{ value: Device } | undefined>(store("about").get("device"));
      if (row?.value.id !== record.device_id || row.value.sequence !== record.sequence - 1) {
        return null;
      }
      const value: Device = { id: record.device_id, sequence: record.sequence };
      await answer(store("records").add(record));
      await answer(store("about").put({ name: "device", value }));
      return record;
    });
  }

  async #readBack(record: Kept): Promise<void> {
    const found = await this.record(record.id);
    if (found?.sealed !== record.sealed || found.sequence !== record.sequence) {
      throw new Error("what was read back is not what was saved");
    }
  }

  async record(id: string): Promise<Kept | undefined> {
    return this.database.within(["records"], "readonly", (store) =>
      answer<Kept | undefined>(store("records").get(id)),
    );
  }

  /** Every record the phone holds, in the order of its numbers. */
  async records(): Promise<Kept[]> {
    return this.database.within(["records"], "readonly", (store) =>
      answer<Kept[]>(store("records").index("sequence").getAll()),
    );
  }

  /** Those that the server has not said it has, oldest first; what it refused is one of them. */
  async unsent(): Promise<Kept[]> {
    return (await this.records()).filter(isUnsent);
  }

  /** Mark what was sent and not answered yet. */
  async sent(ids: readonly string[]): Promise<void> {
    await this.#change(ids, (record) => record.state === "waiting" && { ...record, state: "sent" });
  }

  /** Take in what the server said, of the records that it was sent; what else it says is ignored. */
  async answered(results: readonly Result[], now: number): Promise<void> {
    await this.database.within(["records", "about"], "readwrite", async (store) => {
      const row = await answer<{ value: number } | undefined>(store("about").get("acknowledged"));
      let highest = row?.value ?? 0;
      for (const { id, state, words } of results) {
        const has = HAS.includes(state);
        const record = await answer<Kept | undefined>(store("records").get(id));
        // What it said it has is not refused by an answer that comes late.
        if (record && MEANT.includes(state) && (has || isUnsent(record))) {
          const refusals = has ? 0 : (record.refusals ?? 0) + 1;
          const changed = { ...record, state: state as State, words, answered_at: now, refusals };
          await answer(store("records").put(changed));
          highest = has ? Math.max(highest, record.sequence) : highest;
        }
      }
      await answer(store("about").put({ name: "acknowledged", value: highest }));
    });
  }

  /** Send again what the server or the officer asks for and the phone still holds; what was refused, at once. */
  async askedAgain(wanted: readonly (string | number)[]): Promise<number> {
    const held = (await this.records()).filter(
      (one) => wanted.includes(one.id) || wanted.includes(one.sequence),
    );
    await this.#change(
      held.map((one) => one.id),
      (record) =>
        record.state === "refused"
          ? { ...record, answered_at: 0 }
          : HAS.includes(record.state) && { ...record, state: "waiting", words: "" },
    );
    return held.length;
  }

  /** Forget copies of what the server has had for a while. */
  async forgetCopies(now: number): Promise<void> {
    await this.database.within(["records"], "readwrite", async (store) => {
      for (const one of await answer<Kept[]>(store("records").getAll())) {
        if (HAS.includes(one.state) && now - one.answered_at > COPIES_FOR) {
          await answer(store("records").delete(one.id));
        }
      }
    });
  }

  async #change(ids: readonly string[], how: (record: Kept) => Kept | false): Promise<void> {
    await this.database.within(["records"], "readwrite", async (store) => {
      for (const id of ids) {
        const record = await answer<Kept | undefined>(store("records").get(id));
        const changed = record && how(record);
        if (changed) {
          await answer(store("records").put(changed));
        }
      }
    });
  }
}
