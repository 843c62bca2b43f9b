// The stop that is being recorded, so that a killed tab loses nothing. It lies under a key that this
// browser uses and never gives out, made anew for each shift: after one, draft and key are gone. A clock
// alone takes nothing away: what looks too old is not shown, and goes once the time is sure.
import { answer, type Database } from "./database";
import type { Draft } from "./stop";

const SHIFT = 10 * 60 * 60 * 1000;
const AES = { name: "AES-GCM", length: 256 };

interface Key {
  id: "key";
  key: CryptoKey;
  made: number;
}
interface Row {
  id: string;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
  /** When it was written last. */
  at: number;
  /** When it was written first; rows of earlier versions do not say. */
  since?: number;
}

const isKey = (one: Key | Row): one is Key => one.id === "key";
const since = (one: Key | Row) => (isKey(one) ? one.made : (one.since ?? one.at));
/** A time that is still to come was written by a clock that went back since: it says nothing. */
const isOver = (one: Key | Row, now: number) => now - since(one) >= SHIFT;

export class Drafts {
  constructor(private readonly database: Database) {}

  async #rows(): Promise<{ key: Key | undefined; rows: Row[] }> {
    return this.database.within(["drafts"], "readonly", async (store) => {
      const all = await answer<(Key | Row)[]>(store("drafts").getAll());
      return { key: all.find(isKey), rows: all.filter((one): one is Row => !isKey(one)) };
    });
  }

  /** Forget what is older than a shift; the key stays while something younger lies under it. */
  async #tidy(now: number): Promise<void> {
    await this.database.within(["drafts"], "readwrite", async (store) => {
      const all = await answer<(Key | Row)[]>(store("drafts").getAll());
      const held = all.some((one) => !isKey(one) && !isOver(one, now));
      for (const one of all) {
        if (isOver(one, now) && !(isKey(one) && held)) {
          await answer(store("drafts").delete(one.id));
        } else if (since(one) > now) {
          await answer(store("drafts").put(isKey(one) ? { ...one, made: now } : { ...one, since: now }));
        }
      }
    });
  }

  /** The shift's key, made where there is none. */
  async #key(now: number, sure: boolean): Promise<CryptoKey> {
    if (sure) {
      await this.#tidy(now);
    }
    const { key } = await this.#rows();
    if (key) {
      return key.key;
    }
    const made: Key = { id: "key", key: await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]), made: now };
    return this.database.within(["drafts"], "readwrite", async (store) => {
      const other = await answer<Key | undefined>(store("drafts").get("key"));
      if (other) {
        return other.key; // of another tab, meanwhile
      }
      await answer(store("drafts").put(made));
      return made.key;
    });
  }

  /** Keep a draft as it stands; `sure` is whether the time is known well enough to forget by it. */
  async keep(draft: Draft, now: number, sure = true): Promise<void> {
    const key = await this.#key(now, sure);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    const id = draft.stop.stop_id;
    await this.database.within(["drafts"], "readwrite", async (store) => {
      const before = await answer<Row | undefined>(store("drafts").get(id));
      const row: Row = { id, iv, sealed, at: now, since: before ? since(before) : now };
      await answer(store("drafts").put(row));
    });
  }

  /** Drafts of this shift that can be opened, the latest first. */
  async all(now: number, sure = true): Promise<Draft[]> {
    if (sure) {
      await this.#tidy(now);
    }
    const { key, rows } = await this.#rows();
    if (!key) {
      return [];
    }
    const young = rows.filter((one) => !isOver(one, now)).sort((one, other) => other.at - one.at);
    const found = await Promise.all(
      young.map(async ({ iv, sealed }) => {
        try {
          const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key.key, sealed);
          return JSON.parse(new TextDecoder().decode(plain)) as Draft;
        } catch {
          return null; // sealed under an earlier key
        }
      }),
    );
    return found.filter((one) => one !== null);
  }

  async drop(id: string): Promise<void> {
    await this.database.within(["drafts"], "readwrite", (store) => answer(store("drafts").delete(id)));
  }

  /** Forget every draft and the key. */
  async forget(): Promise<void> {
    await this.database.within(["drafts"], "readwrite", (store) => answer(store("drafts").clear()));
  }
}
