// Cuts saving and sending at every step, one after another, and looks at what is left each time.
// Every call into the browser is a step: opening, each request and transaction of the database, each
// piece of cryptography, each lock, each message to the server and each answer.

const MODES = {
  fails: "the step fails, and says so",
  done: "the step is done, but its answer is lost",
  killed: "the step is not done, and nothing of this tab runs on",
  "killed after": "the step is done, and nothing of this tab runs on",
};

class Cut extends Error {}

/** Counts steps; at the one that is chosen something happens. */
class Steps {
  count = 0;
  at = 0;
  mode = "";
  fired = "";

  constructor() {
    this.stopped = new Promise((done) => (this.stop = done));
  }

  /** What becomes of this step: "", or the mode if it is the one. */
  take(name) {
    this.count += 1;
    if (this.fired.startsWith("killed")) return "killed";
    if (this.count !== this.at) return "";
    this.fired = `${this.mode} at ${name}`;
    return this.mode;
  }
}

const NEVER = new Promise(() => {});
/** What a tab that is gone would have had: nothing of it ever answers. */
const GONE = new Proxy(function () {}, {
  get: (_, name) => (name === "then" ? undefined : GONE),
  set: () => true,
  apply: () => GONE,
});
let steps = new Steps();

/** Give a transaction up; a tab that is gone does not even hear of it. */
function giveUp(transaction, heard) {
  if (transaction && !heard) {
    transaction.onabort = null;
    Object.defineProperty(transaction, "onabort", { set() {} });
  }
  try { transaction?.abort(); } catch { /* it had ended */ }
}

/** A call that gives a promise. */
async function call(name, run) {
  const how = steps.take(name);
  if (how.startsWith("killed")) {
    if (how === "killed after") await run();
    steps.stop();
    return NEVER;
  }
  if (how === "fails") throw new Cut(name);
  const value = await run();
  if (how === "done") throw new Cut(name);
  return value;
}

/** A request of the database: when it fails or the tab is killed its transaction is never written. */
function request(name, real, target, given) {
  const how = steps.take(name);
  const transaction = target.transaction ?? target.objectStore?.transaction;
  if (how === "") return real.apply(target, given);
  if (how === "fails") throw new Cut(name);
  if (how === "killed") {
    giveUp(transaction, false);
    steps.stop();
    return GONE;
  }
  const made = real.apply(target, given);
  made.addEventListener("success", (event) => {
    event.stopImmediatePropagation();
    giveUp(transaction, how === "done");
    if (how === "killed after") steps.stop();
  }, { capture: true });
  return made;
}

function wrap(prototype, names, kind) {
  for (const name of names) {
    const real = prototype[name];
    prototype[name] = function (...given) {
      if (!watched) return real.apply(this, given);
      return kind(name, real, this, given);
    };
  }
}
let watched = false;

wrap(IDBObjectStore.prototype, ["get", "getAll", "put", "add", "delete"], request);
wrap(IDBIndex.prototype, ["getAll"], request);
wrap(IDBDatabase.prototype, ["transaction"], (name, real, target, given) => {
  const how = steps.take(name);
  if (how === "fails" || how === "done") throw new Cut(name);
  const made = real.apply(target, given);
  if (given[2]?.durability !== "strict") throw new Error("a transaction that is not strict");
  if (how.startsWith("killed")) {
    made.abort();
    steps.stop();
    return GONE;
  }
  if (given[1] === "readwrite") {
    // writing is a step of its own: it may fail, or be the last thing that this tab did
    const end = steps.take("complete");
    if (end === "fails" || end === "killed") {
      queueMicrotask(() => giveUp(made, end === "fails"));
      if (end === "killed") steps.stop();
    } else if (end) {
      made.addEventListener("complete", (event) => {
        event.stopImmediatePropagation();
        if (end === "killed after") steps.stop();
        else made.onabort?.(new Event("abort"));
      }, { capture: true });
    }
  }
  return made;
});
wrap(IDBFactory.prototype, ["open"], (name, real, target, given) => {
  const how = steps.take(name);
  if (how === "fails" || how === "done") throw new Cut(name);
  if (how.startsWith("killed")) {
    steps.stop();
    return GONE;
  }
  return real.apply(target, given);
});
wrap(SubtleCrypto.prototype, ["generateKey", "importKey", "exportKey", "deriveBits", "sign", "encrypt"],
  (name, real, target, given) => call(name, () => real.apply(target, given)));

/** Locks as the browser has them: a tab that is gone holds none. */
let held = new Set();
Object.defineProperty(navigator, "locks", {
  value: {
    async request(name, _, work) {
      if (watched) await call("lock", async () => {});
      if (held.has(name)) return work(null);
      held.add(name);
      try {
        return await work({ name });
      } finally {
        held.delete(name);
      }
    },
  },
});

/** A server that keeps what it is sent as the real one does. */
class Server {
  kept = new Map();
  conflicts = 0;

  answer(body) {
    const results = body.records.map((one) => {
      const known = this.kept.get(one.id);
      if (known && known.sealed !== one.sealed) {
        this.conflicts += 1;
        return { id: one.id, state: "conflict", words: "" };
      }
      this.kept.set(one.id, one);
      return { id: one.id, state: "kept", words: "" };
    });
    return new Response(JSON.stringify({ results, ask_again: [] }), {
      status: 201,
      headers: { "Content-Type": "application/json" },
    });
  }

  /** The message may be lost on the way there or on the way back. */
  async call(_, body) {
    if (!watched) return this.answer(body);
    await call("message", async () => {});
    const answer = this.answer(body);
    return call("answer", async () => answer);
  }
}

let jwk;
const real = { subtle: crypto.subtle };

/** One phone, from its first opening. */
function phone(name, server) {
  const database = new part.Database(name);
  const store = new part.Store(database);
  const sync = new part.Sync(store, (path, body) => server.call(path, body));
  return { database, store, sync };
}

async function save({ store }, id) {
  await store.save(async (device) => {
    const plain = new TextEncoder().encode(JSON.stringify({ id, sequence: device.sequence }));
    const aad = `${id}|${device.id}|${device.sequence}`;
    const sealed = part.text(await part.seal(jwk, aad, plain));
    return { id, device_id: device.id, sequence: device.sequence, saved_at: "now", key: "k", sealed };
  });
}

/** A shift: stops saved and sent. Says which were said to be saved. */
async function shift(name, server, ids, said) {
  const one = phone(name, server);
  for (const id of ids) {
    await save(one, id).then(() => said.add(id), () => {});
    await one.sync.send().catch(() => {});
    await one.store.forgetCopies(Date.now()).catch(() => {});
  }
  await one.database.close().catch(() => {});
}

function need(truth, words) {
  if (!truth) throw new Error(words);
}

/** Cut at one step; then open the app again, go on, and look. Says what was cut, or "". */
async function cutAt(name, at, mode, stops) {
  const server = new Server();
  const ids = Array.from({ length: stops }, (_, number) => `stop-${number + 1}`);
  const said = new Set();
  steps = new Steps();
  Object.assign(steps, { at, mode });
  held = new Set();
  watched = true;
  await Promise.race([shift(name, server, ids, said), steps.stopped]);
  watched = false;
  const { fired } = steps;

  held = new Set();
  const again = phone(name, server);
  const before = await again.store.records();
  for (const id of said) {
    const here = before.some((one) => one.id === id);
    need(here || server.kept.has(id), `${fired}: ${id} was said to be saved and is gone`);
  }
  for (const id of ids) if (!said.has(id)) await save(again, id); // the draft is still there
  const { why } = await again.sync.send();
  need(why === "done", `${fired}: sending ended with ${why}`);

  const { id: device, sequence: last } = await again.store.device();
  const numbers = [...server.kept.values()].map((one) => one.sequence).sort((a, b) => a - b);
  need(server.kept.size === stops, `${fired}: the server has ${server.kept.size} of ${stops}`);
  need(server.conflicts === 0, `${fired}: ${server.conflicts} in two versions`);
  need(numbers.every((one, at) => one === at + 1) && last === stops, `${fired}: numbers ${numbers}`);
  const records = await again.store.records();
  need(records.every((one) => one.state === "kept"), `${fired}: not all are known to be kept`);
  need(records.every((one) => one.sealed === server.kept.get(one.id).sealed), `${fired}: altered`);
  need((await again.store.about("acknowledged")) === stops, `${fired}: acknowledged`);
  need(device.length === 36, "the device has a name");
  await again.database.close();
  indexedDB.deleteDatabase(name);
  return fired;
}

/** Cut at step 1, 2, 3 and so on until nothing is left to cut. Gives what was cut, by mode. */
async function everyCut(stops) {
  const pair = await real.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  jwk = await real.subtle.exportKey("jwk", pair.publicKey);
  const cuts = {};
  for (const mode of Object.keys(MODES)) {
    cuts[mode] = [];
    for (let at = 1; ; at++) {
      const fired = await cutAt(`cut-${mode}-${at}`, at, mode, stops);
      if (!fired) break;
      cuts[mode].push(fired);
    }
  }
  return cuts;
}
