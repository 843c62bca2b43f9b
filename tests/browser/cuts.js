// Cuts what a phone does at every step, one after another, and looks at what is left each time. Every
// call into the browser is a step: opening and upgrading, each request and transaction of the database,
// each piece of cryptography, each lock, each message to the server and each answer. What is cut is in
// cut_works.js; tests cut some of it, and bench/stops_cuts.py all.

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

/** Whoever asked does not hear of it once its tab was killed. */
function mute(target, ...events) {
  const mine = steps;
  const mute = (event) => mine.fired.startsWith("killed") && event.stopImmediatePropagation();
  for (const name of events) target.addEventListener(name, mute, { capture: true });
  return target;
}

/** A request of the database: when it fails or the tab is killed its transaction is never written. */
function request(name, real, target, given) {
  const how = steps.take(name);
  const transaction = target.transaction ?? target.objectStore?.transaction;
  if (how === "") return mute(real.apply(target, given), "success", "error");
  if (how === "fails") throw new Cut(name);
  if (how === "killed") {
    giveUp(transaction, false);
    steps.stop();
    return GONE;
  }
  const made = real.apply(target, given);
  const cut = (event) => {
    event.stopImmediatePropagation();
    giveUp(transaction, how === "done");
    if (how === "killed after") steps.stop();
  };
  made.addEventListener("success", cut, { capture: true });
  made.addEventListener("error", cut, { capture: true }); // a phone that is full
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

wrap(IDBObjectStore.prototype, ["get", "getAll", "put", "add", "delete", "clear"], request);
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
  return mute(made, "complete", "abort");
});
wrap(IDBFactory.prototype, ["open"], (name, real, target, given) => {
  const how = steps.take(name);
  if (how === "fails" || how === "done") throw new Cut(name);
  if (how.startsWith("killed")) {
    steps.stop();
    return GONE;
  }
  const mine = steps;
  const made = real.apply(target, given);
  made.addEventListener("upgradeneeded", (event) => {
    if (!mine.fired.startsWith("killed")) return;
    event.stopImmediatePropagation();
    made.transaction.abort(); // another of this phone's tabs was killed just before
  }, { capture: true });
  return mute(made, "success", "error", "blocked");
});
wrap(IDBDatabase.prototype, ["createObjectStore"], (name, real, target, given) => {
  const how = steps.take(name);
  const made = how === "" || how.endsWith("done") || how === "killed after" ? real.apply(target, given) : null;
  if (how.startsWith("killed")) steps.stop();
  if (how) throw new Cut(name); // an upgrade that throws is undone, as one whose tab is killed
  return made;
});
wrap(SubtleCrypto.prototype,
  ["generateKey", "importKey", "exportKey", "deriveBits", "sign", "encrypt", "decrypt", "digest"],
  (name, real, target, given) => call(name, () => real.apply(target, given)));

/** Locks as the browser has them: a tab that is gone holds none. */
let held = new Set();
Object.defineProperty(navigator, "locks", {
  value: {
    async request(name, ...given) {
      const work = given.at(-1);
      if (watched) await call("lock", async () => {});
      while (held.has(name)) {
        if (given[0].ifAvailable) return work(null);
        await new Promise((done) => setTimeout(done, 1));
      }
      held.add(name);
      try {
        return await work({ name });
      } finally {
        held.delete(name);
      }
    },
  },
});

/** A server that keeps what it is sent as the real one does, and signs slips without seeing them. */
class Server {
  bodies = new Map(); // of each id, what came under it: the first is the record, others are conflicts
  states = new Map();
  asks = false; // whether it misses numbers
  refuses = new Set(); // what it does not take
  signed = 0;

  kept(id) {
    return this.bodies.get(id)?.[0];
  }

  take({ records }) {
    const results = records.map((one) => {
      if (this.refuses.has(one.id)) return { id: one.id, state: "refused", words: "Not now." };
      const there = this.bodies.get(one.id) ?? [];
      if (!there.some((other) => other.sealed === one.sealed)) there.push(one);
      this.bodies.set(one.id, there);
      const first = there[0].sealed === one.sealed;
      return { id: one.id, state: first ? (this.states.get(one.id) ?? "kept") : "conflict", words: "" };
    });
    return [201, { results, ask_again: [] }];
  }

  missing({ acknowledged }) {
    const there = new Set([...this.bodies.values()].flat().map((one) => one.sequence));
    const numbers = Array.from({ length: this.asks ? acknowledged : 0 }, (_, at) => at + 1);
    return [201, { device_id: "", ask_again: numbers.filter((one) => !there.has(one)) }];
  }

  async answer(path, body) {
    const [status, said] =
      path === "records" ? this.take(body)
      : path === "devices" ? this.missing(body)
      : path.startsWith("hello") ? [200, { force: { id: "f" }, pass: "p", key: { id: "k", jwk }, server_time: new Date() }]
      : body ? [201, await slips.sign(body, this)]
      : [200, { keys: [slips.key] }];
    const headers = { "Content-Type": "application/json" };
    return new Response(JSON.stringify(said), { status, headers });
  }

  /** The message may be lost on the way there or on the way back. */
  async call(path, body) {
    if (!watched) return this.answer(path, body);
    await call("message", async () => {});
    const answer = await this.answer(path, body);
    return call("answer", async () => answer);
  }
}

const asked = window.fetch;
window.fetch = async (address, given) => {
  if (address !== "/f/keys.json") return asked(address, given);
  const answer = new Response(JSON.stringify({ keys: [slips.key] }));
  return watched ? call("message", async () => answer) : answer;
};

/** The server's key for slips, and signing with it. */
const slips = {
  key: null,

  async make() {
    const how = { name: "RSA-PSS", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-384" };
    const pair = await crypto.subtle.generateKey(how, true, ["sign", "verify"]);
    const spki = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
    const name = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
    const id = Array.from(name, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const about = { force: "f", quarter: "2026-Q4", scope: "reason:welfare", reasons: ["welfare"] };
    slips.key = { id, ...about, public: part.text(spki) };
    const written = await crypto.subtle.exportKey("jwk", pair.privateKey);
    const number = (text) => BigInt("0x" + slips.raw(text));
    slips.numbers = Object.fromEntries(["p", "q", "dp", "dq", "qi"].map((one) => [one, number(written[one])]));
  },

  raw(text) {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Array.from(bytes, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  },

  async sign({ requests }, server) {
    const { p, q, dp, dq, qi } = slips.numbers;
    const power = (base, exponent, n) => {
      let [result, square] = [1n, base % n];
      for (let left = exponent; left; left >>= 1n, square = (square * square) % n) {
        if (left & 1n) result = (result * square) % n;
      }
      return result;
    };
    const sign = (blinded) => {
      const value = BigInt("0x" + slips.raw(blinded));
      const [one, other] = [power(value, dp, p), power(value, dq, q)];
      const signed = other + q * (((((one - other) * qi) % p) + p) % p);
      const digits = signed.toString(16).padStart(512, "0");
      server.signed += 1;
      return part.text(Uint8Array.from(digits.match(/../g), (two) => parseInt(two, 16)));
    };
    return { results: requests.map(({ key, blinded }) => ({ key, signed: blinded.map(sign) })) };
  },
};

let jwk;

function need(truth, words) {
  if (!truth) throw new Error(words);
}

/** Cut a piece of work at one step; then open the app again, go on, and look. What was cut, or "". */
async function cutAt(work, at, mode) {
  const name = `cut-${work.name}-${mode}-${at}`;
  const server = new Server();
  const said = new Set(); // what the officer was told is done
  const around = { name, server, said };
  await work.before?.(around);
  steps = new Steps();
  Object.assign(steps, { at, mode });
  held = new Set();
  watched = true;
  await Promise.race([work.cut(around).catch((error) => (around.error = error)), steps.stopped]);
  watched = false;
  const { fired } = steps;
  need(fired || !around.error, `${work.name}, uncut: ${around.error}`);
  held = new Set();
  try {
    await work.after(around);
  } catch (error) {
    throw new Error(`${work.name}, ${fired || "uncut"} (step ${at}): ${error.message}`);
  }
  for (const one of opened.splice(0)) void one.close().catch(() => {}); // one that was killed never answers
  indexedDB.deleteDatabase(name);
  return fired;
}

/** Cut each piece at step 1, 2, 3 and so on until nothing is left to cut. What was cut, by work and mode. */
async function everyCut(names) {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  await slips.make();
  const cuts = {};
  for (const work of WORKS.filter((one) => names === null || names.includes(one.name))) {
    cuts[work.name] = {};
    for (const mode of Object.keys(MODES)) {
      const fired = (cuts[work.name][mode] = []);
      for (let what; (what = await cutAt(work, fired.length + 1, mode)); ) fired.push(what);
    }
  }
  return cuts;
}
