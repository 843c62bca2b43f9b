// What a phone does, each piece from the beginning: what was there before, what is cut, and how it must
// stand when the app was opened again and went on. See cuts.js.

const opened = [];
const LATER = (database) => database.createObjectStore("later");

/** One phone, from its opening; `additions` are those of another version of the app. */
function phone({ name, server }, { additions, clock } = {}) {
  const database = new part.Database(name, additions);
  opened.push(database);
  const store = new part.Store(database);
  const ask = (path, body) => server.call(path, body);
  return { database, store, ask, sync: new part.Sync(store, ask, clock), drafts: new part.Drafts(database) };
}

async function save({ store }, id) {
  return store.save(async (device) => {
    const plain = new TextEncoder().encode(JSON.stringify({ id, sequence: device.sequence }));
    const aad = `${id}|${device.id}|${device.sequence}`;
    const sealed = part.text(await part.seal(jwk, aad, plain));
    return { id, device_id: device.id, sequence: device.sequence, saved_at: "now", key: "k", sealed };
  });
}

/** Save each, as an officer does who goes on after an error. */
async function saveAll(one, ids, said) {
  for (const id of ids) await save(one, id).then(() => said.add(id), () => {});
}

/** Save and send before anything is cut. */
async function earlier(around, ids, { sends = true, clock } = {}) {
  const one = phone(around, { clock });
  await saveAll(one, ids, around.said);
  if (sends) await one.sync.send();
  await one.database.close();
}

/** Open the app again and finish; then each stop is there once, as it was saved, and known to be. */
async function settled(around, ids, { states = {}, additions, gone = false } = {}) {
  const { server, said } = around;
  const again = phone(around, { additions });
  const before = await again.store.records();
  for (const id of said) {
    const here = before.some((one) => one.id === id) || server.kept(id);
    need(here, `${id} was said to be saved and is gone`);
  }
  for (const id of ids) if (!said.has(id)) await save(again, id); // the draft is still there
  await part.register(again.ask, again.store);
  const { why } = await again.sync.send();
  need(why === "done", `sending ended with ${why}`);

  const { id: device, sequence: last } = await again.store.device();
  const records = await again.store.records();
  const numbers = ids.map((id) => server.kept(id)?.sequence);
  need(server.bodies.size === ids.length, `the server has ${server.bodies.size} of ${ids.length}`);
  need(last === ids.length && device.length === 36, `${last} is the last number`);
  for (const [at, id] of [...numbers].sort((one, other) => one - other).entries()) {
    need(id === at + 1, `the numbers are ${numbers}`);
  }
  for (const id of ids) {
    const own = records.find((one) => one.id === id);
    if (!own && gone) continue;
    const state = states[id] ?? "kept";
    const bodies = server.bodies.get(id);
    need(own.state === state, `${id} is ${own.state}`);
    need(bodies.length === (state === "conflict" ? 2 : 1), `${id} has ${bodies.length} bodies`);
    need(bodies.at(-1).sealed === own.sealed, `${id} is altered`);
  }
  need((await again.store.about("acknowledged")) === ids.length, "what was acknowledged");
}

const ONE = ["stop-1"];
const TWO = [...ONE, "stop-2"];
const THREE = [...TWO, "stop-3"];
const HOUR = 60 * 60 * 1000;

function draft(reason) {
  const made = part.blank("stop-1", { force_id: "f", officer: "o" }, part.USUAL, 1000);
  made.stop.reason = reason;
  return made;
}

/** A draft is as it was, or as it was to be; once it was said to be kept it is the new one. */
async function drafted(around, allowed, now) {
  const found = await phone(around).drafts.all(now);
  const reasons = found.map((one) => one.stop.reason).join();
  need(allowed.includes(reasons), `the draft says “${reasons}”`);
  need(!around.said.has("kept") || reasons === allowed.at(-1), `it was kept, and says “${reasons}”`);
  await phone(around).drafts.keep(draft("after"), now);
  const [last, ...more] = await phone(around).drafts.all(now);
  need(last.stop.reason === "after" && !more.length, "it goes on");
}

function drafting(name, { first, at = 2000, allowed }) {
  return {
    name,
    before: async (around) => first && phone(around).drafts.keep(draft("first"), 1000),
    cut: async (around) => {
      await phone(around).drafts.keep(draft("second"), at);
      around.said.add("kept");
    },
    after: (around) => drafted(around, allowed, at),
  };
}

/** Take slips until there is none; none is given twice, in all. */
async function givenOnce(around, least) {
  const { store, ask } = phone(around);
  await part.restock(ask, store, "device-1", "Roads");
  for (let slip; (slip = await part.takeSlip(store, "https://x", "welfare", "Roads")); ) {
    need(!around.said.has(slip), "a slip is given twice");
    around.said.add(slip);
  }
  need(around.said.size >= least, `${around.said.size} slips`);
}

/** The first write of a record finds the phone full, as browsers say it: by giving the transaction up. */
function fullOnce() {
  const { add } = IDBObjectStore.prototype;
  const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error");
  IDBObjectStore.prototype.add = function (...given) {
    const made = add.apply(this, given);
    IDBObjectStore.prototype.add = add;
    Object.defineProperty(this.transaction, "error", { get: () => new DOMException("full", "QuotaExceededError") });
    this.transaction.abort();
    return made;
  };
  return () => {
    IDBObjectStore.prototype.add = add;
    Object.defineProperty(IDBTransaction.prototype, "error", error);
  };
}

const WORKS = [
  {
    name: "stops saved and sent one by one",
    cut: async (around) => {
      const one = phone(around);
      for (const id of TWO) {
        await saveAll(one, [id], around.said);
        await one.sync.send().catch(() => {});
        await one.store.forgetCopies(Date.now()).catch(() => {});
      }
    },
    after: (around) => settled(around, TWO),
  },
  {
    name: "three stops saved, then sent together",
    cut: async (around) => {
      const one = phone(around);
      await saveAll(one, THREE, around.said);
      await one.sync.send().catch(() => {});
    },
    after: (around) => settled(around, THREE),
  },
  {
    name: "what arrived and was not answered is sent again",
    before: async (around) => {
      await earlier(around, TWO, { sends: false });
      const waiting = await phone(around).store.unsent();
      around.server.take({ records: waiting });
    },
    cut: (around) => phone(around).sync.send().catch(() => {}),
    after: (around) => settled(around, TWO),
  },
  {
    name: "what a server that was put back asks for is sent again",
    before: async (around) => {
      await earlier(around, THREE);
      around.server.bodies.delete("stop-1");
      around.server.bodies.delete("stop-3");
      around.server.asks = true;
    },
    cut: async (around) => {
      const one = phone(around);
      await part.register(one.ask, one.store).catch(() => {});
      await one.sync.send().catch(() => {});
    },
    after: (around) => settled(around, THREE),
  },
  {
    name: "one to mend, one in conflict, one kept",
    before: async (around) => {
      await earlier(around, THREE, { sends: false });
      around.server.states.set("stop-1", "to_mend");
      const { sequence } = await phone(around).store.record("stop-2");
      around.server.bodies.set("stop-2", [{ id: "stop-2", sequence, sealed: "another's" }]);
    },
    cut: (around) => phone(around).sync.send().catch(() => {}),
    after: (around) => settled(around, THREE, { states: { "stop-1": "to_mend", "stop-2": "conflict" } }),
  },
  {
    name: "one refused, and taken when it is asked again",
    before: async (around) => {
      await earlier(around, TWO, { sends: false });
      around.server.refuses.add("stop-1");
    },
    cut: (around) => phone(around).sync.send().catch(() => {}),
    after: async (around) => {
      around.server.refuses.clear();
      const { store } = phone(around);
      need((await store.unsent()).some((one) => one.id === "stop-1"), "what was refused counts as sent");
      await store.askedAgain(["stop-1"]);
      await settled(around, TWO);
    },
  },
  {
    name: "old copies are forgotten beside one that waits",
    before: async (around) => {
      await earlier(around, TWO, { clock: () => 1 });
      await earlier(around, ["stop-3"], { sends: false });
    },
    cut: (around) => phone(around).store.forgetCopies(Date.now()),
    after: (around) => settled(around, THREE, { gone: true }),
  },
  {
    name: "a stop saved on a full phone that holds copies",
    before: (around) => earlier(around, TWO),
    cut: async (around) => {
      const enough = fullOnce();
      await saveAll(phone(around), ["stop-3"], around.said);
      enough();
    },
    after: (around) => settled(around, THREE, { gone: true }),
  },
  {
    name: "two tabs save at the same moment",
    cut: (around) => Promise.all(TWO.map((id) => saveAll(phone(around), [id], around.said))),
    after: (around) => settled(around, TWO),
  },
  {
    name: "an update of the app with stops waiting",
    before: (around) => earlier(around, TWO, { sends: false }),
    cut: async (around) => {
      const one = phone(around, { additions: [...part.ADDITIONS, LATER] });
      await saveAll(one, ["stop-3"], around.said);
      await one.sync.send().catch(() => {});
    },
    after: (around) => settled(around, THREE, { additions: [...part.ADDITIONS, LATER] }),
  },
  {
    name: "an update of the app, then the version before again",
    before: (around) => earlier(around, ONE, { sends: false }),
    cut: (around) => saveAll(phone(around, { additions: [...part.ADDITIONS, LATER] }), ["stop-2"], around.said),
    after: (around) => settled(around, TWO),
  },
  {
    name: "saying hello",
    cut: async (around) => {
      const one = phone(around);
      const said = await part.greet(one.ask, one.store);
      if (said.pass) around.said.add("hello");
    },
    after: async (around) => {
      const one = phone(around);
      const kept = await one.store.about("hello");
      need(kept ? kept.pass === "p" : !around.said.has("hello"), "what the server said is half there");
      need((await part.greet(one.ask, one.store)).pass === "p", "it goes on");
      around.said.clear();
      await settled(around, ONE);
    },
  },
  drafting("the first draft of a shift", { first: false, allowed: ["", "second"] }),
  drafting("a draft written over", { first: true, allowed: ["first", "second"] }),
  drafting("a draft in a new shift", { first: true, at: 11 * HOUR, allowed: ["", "second"] }),
  {
    name: "a draft read again, and dropped",
    before: (around) => phone(around).drafts.keep(draft("first"), 1000),
    cut: async (around) => {
      const one = phone(around);
      await one.drafts.all(2000);
      await one.drafts.drop("stop-1");
      around.said.add("kept");
    },
    after: (around) => drafted(around, ["first", ""], 2000),
  },
  {
    name: "slips are fetched",
    cut: (around) => {
      const { store, ask } = phone(around);
      return part.restock(ask, store, "device-1", "Roads");
    },
    after: (around) => givenOnce(around, 8),
  },
  {
    name: "slips are given",
    before: (around) => {
      const { store, ask } = phone(around);
      return part.restock(ask, store, "device-1", "Roads");
    },
    cut: async (around) => {
      const { store } = phone(around);
      for (let times = 0; times < 2; times++) {
        around.said.add(await part.takeSlip(store, "https://x", "welfare", "Roads"));
      }
    },
    after: (around) => givenOnce(around, 6),
  },
];
