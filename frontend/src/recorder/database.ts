// IndexedDB as the recorder needs it: a write is done when the disk has it, an upgrade can only add
// stores, and a failed upgrade leaves what is there readable.

/** What stands where. A row of this list is never changed or removed: only new ones are added. */
export type Additions = readonly ((database: IDBDatabase) => void)[];

export const ADDITIONS: Additions = [
  (database) => {
    database.createObjectStore("records", { keyPath: "id" }).createIndex("sequence", "sequence");
    database.createObjectStore("about", { keyPath: "name" });
    database.createObjectStore("drafts", { keyPath: "id" });
    database.createObjectStore("stock", { keyPath: "id" });
  },
];

const NAME = "evenhand-recorder";
const WAIT_FOR_OTHERS = 3000; // milliseconds until we do without an upgrade that another tab holds up

/** What was to be written is not there: nothing of it, for a transaction is whole or nothing. */
export class NotWritten extends Error {
  constructor(readonly why: DOMException | null) {
    super(why?.message ?? "the phone gave up writing");
    this.name = why?.name ?? "NotWritten";
  }
}

function opened(name: string, additions?: Additions): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, additions?.length);
    let late = false;
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const add of (additions ?? ADDITIONS).slice(oldVersion)) {
        add(request.result);
      }
    };
    request.onblocked = () =>
      setTimeout(() => {
        late = true;
        failed(new Error("another tab holds up the upgrade"));
      }, WAIT_FOR_OTHERS);
    request.onerror = () => failed(request.error ?? new Error("the phone's storage did not open"));
    request.onsuccess = () => (late ? request.result.close() : done(request.result));
  });
}

/** An open database; it opens itself again when the phone has closed it. */
export class Database {
  #open: Promise<IDBDatabase> | null = null;
  /** Whether the last upgrade failed; what was saved before it can still be read and sent. */
  upgradeFailed = false;

  constructor(
    readonly name = NAME,
    private readonly additions: Additions = ADDITIONS,
  ) {}

  async #database(): Promise<IDBDatabase> {
    this.#open ??= this.#connect();
    try {
      return await this.#open;
    } catch (error) {
      this.#open = null;
      throw error;
    }
  }

  async #connect(): Promise<IDBDatabase> {
    let database: IDBDatabase;
    try {
      database = await opened(this.name, this.additions);
      this.upgradeFailed = false;
    } catch {
      // An upgrade threw, a newer version of this app was here, or another tab is in the way. Stores
      // are only ever added, so what is there can be used as it stands.
      database = await opened(this.name);
      this.upgradeFailed = database.version < this.additions.length;
    }
    const forget = () => (this.#open = null);
    database.onclose = forget; // iPhones close it behind our back
    database.onversionchange = () => {
      database.close();
      forget();
    };
    return database;
  }

  async #transaction(names: string[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    const begin = async () =>
      // strict: "complete" means written to the disk, not handed to the system
      (await this.#database()).transaction(names, mode, { durability: "strict" });
    try {
      return await begin();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "InvalidStateError") {
        throw error;
      }
      this.#open = null;
      return begin();
    }
  }

  /** Do some work in one transaction: all of it is on the disk when this resolves, or none. */
  async within<T>(
    names: string[],
    mode: IDBTransactionMode,
    work: (store: (name: string) => IDBObjectStore) => Promise<T>,
  ): Promise<T> {
    const transaction = await this.#transaction(names, mode);
    const ended = new Promise<void>((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(new NotWritten(transaction.error)); // full storage says only this
    });
    // Given up, a transaction may leave a question of the work without an answer for ever.
    const givenUp = new Promise<never>((_, failed) => ended.catch(failed));
    givenUp.catch(() => {}); // told below, or overtaken by the error of the work itself
    let value: T;
    try {
      value = await Promise.race([work((name) => transaction.objectStore(name)), givenUp]);
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        await ended; // it had ended by itself, and says why
      }
      throw error;
    }
    await ended;
    return value;
  }

  /** Close for good. */
  async close(): Promise<void> {
    (await this.#open)?.close();
    this.#open = null;
  }
}

/** A request's answer. */
export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error("the phone's storage did not answer"));
  });
}
