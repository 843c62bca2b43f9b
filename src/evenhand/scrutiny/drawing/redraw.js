// Repeat draws with nothing but Node: node redraw.js DRAW.json ...
// By docs/reference/draws.md, in another language than Evenhand. Status 0: it agrees; 1: it does not,
// and what; 2: this is no draw. The log's proof and signatures it leaves to the others.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const one = (name) => `${JSON.stringify(name)}:${canonical(value[name])}`;
  return `{${Object.keys(value).sort().map(one).join(",")}}`;
};
const hashed = (...parts) => sha256(parts.map((part) => `${Buffer.byteLength(part)}:${part},`).join(""));
const byTicket = (a, b) => (a.ticket < b.ticket ? -1 : 1);

function redrawn(said) {
  const { frame, beacon, checkpoint } = said;
  const rolls = beacon.panel === beacon.force && /^[0-9]{20}$/.test(beacon.panel) ? beacon.panel : "";
  const value = beacon.kind === "dice" ? rolls : sha256(Buffer.from(beacon.signature, "hex"));
  const fingerprint = sha256(canonical(frame));
  const seed = hashed("evenhand draw v1 seed", checkpoint, value);
  const [made, chosen] = [{ fingerprint, seed, order: {}, reserves: {} }, []];
  let last = 0;
  for (const { key, size, drawn } of frame.strata) {
    const line = Array.from({ length: size }, (_, n) => last + n + 1)
      .map((n) => ({ n, key, weight: [size, drawn], ticket: hashed("evenhand draw v1 ticket", seed, fingerprint, `${n}`) }))
      .sort(byTicket);
    made.order[key] = line.map(({ n }) => n);
    made.reserves[key] = made.order[key].slice(drawn, drawn + frame.reserves);
    chosen.push(...line.slice(0, drawn));
    last += size;
  }
  made.cases = chosen.sort(byTicket).map(({ n, key, weight }, at) => ({ place: at + 1, position: n, stratum: key, weight }));
  const wrong = Object.keys(made).filter((name) => canonical(made[name]) !== canonical(said[name]));
  const other = ["kind", "chain", "round"].some((name) => beacon[name] !== frame.seed_rule[name]);
  if (!value || other) wrong.push("beacon");
  if (last !== frame.positions.length) wrong.push("frame");
  return [wrong, made.cases.map((one) => `${one.place} ${one.position} ${one.stratum}\n`).join("")];
}
let worst = process.argv[2] ? 0 : 2;
for (const name of process.argv.slice(2)) {
  let [faults, lines] = [["not a draw"], ""];
  try { [faults, lines] = redrawn(JSON.parse(readFileSync(name, "utf8"))); } catch { worst = 2; }
  const told = `${name}: ${faults.join(", ") || "agrees"}\n${lines}`;
  (faults.length ? process.stderr : process.stdout).write(told);
  worst = Math.max(worst, faults.length && 1);
}
process.exitCode = worst;
