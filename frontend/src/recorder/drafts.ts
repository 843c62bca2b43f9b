// The stop that is being recorded, so that a killed tab loses nothing. It lies under a key that this
// browser uses and never gives out, made anew for each shift: after one, draft and key are gone.
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
  at: number;
}

export class Drafts {
  constructor(private readonly database: Database) {}

  async #rows(): Promise<{ key: Key | undefined; rows: Row[] }> {
    return this.database.within(["drafts"], "readonly", async (store) => {
      const all = await answer<(Key | Row)[]>(store("drafts").getAll());
      const key = all.find((one): one is Key => one.id === "key");
      return { key, rows: all.filter((one): one is Row => one.id !== "key") };
    });
  }

  /** The shift's key; one that is older goes, with all that it opened. */
  async #key(now: number): Promise<CryptoKey> {
    const { key } = await this.#rows();
    if (key && now - key.made < SHIFT && key.made <= now) {
      return key.key;
    }
    const made: Key = { id: "key", key: await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]), made: now };
    await this.database.within(["drafts"], "readwrite", async (store) => {
      await answer(store("drafts").clear());
      await answer(store("drafts").put(made));
    });
    return made.key;
  }

  async keep(draft: Draft, now: number): Promise<void> {
    const key = await this.#key(now);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    await this.database.within(["drafts"], "readwrite", async (store) => {
      await answer(store("drafts").put({ id: draft.stop.stop_id, iv, sealed, at: now }));
    });
  }

  /** Drafts that can still be opened, the latest first. */
  async all(now: number): Promise<Draft[]> {
    const { key, rows } = await this.#rows();
    if (!key || now - key.made >= SHIFT || key.made > now) {
      await this.forget();
      return [];
    }
    const found = await Promise.all(
      rows.sort((one, other) => other.at - one.at).map(async ({ iv, sealed }) => {
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
