// The slips for answers that this phone holds: fetched blind while there is a connection, one given at
// a stop. Nothing about which slip went where is kept or sent.
import { type TokenKey, type Waiting, finish, keyFor, prepare, shown } from "./tokens";

interface Slip {
  key: string;
  scope: string;
  /** What stands in the address behind `/f/`. */
  text: string;
}

interface Stock {
  keys: TokenKey[];
  slips: Slip[];
}

/** Where the stock is kept: the recorder's store. */
interface Shelf {
  about<T>(name: string): Promise<T | undefined>;
  note(name: string, value: unknown): Promise<void>;
}

type Call = (path: string, body?: unknown) => Promise<Response>;

const FULL = 8; // slips of each key; 6 keys and a shift's stops stay far below the server's limit
const NAME = "slips";
const LIST = "/f/keys.json";

/** Fetch slips where fewer than half are left. Nothing happens without a connection or a sign-in. */
export async function restock(call: Call, shelf: Shelf, device: string, team: string): Promise<void> {
  const given = await listed(await call(`tokens?team=${encodeURIComponent(team)}`));
  // Asked without saying who we are: a key made for this phone alone would not be in this list.
  const everybody = await listed(await fetch(LIST, { credentials: "omit", cache: "no-store" }));
  const keys = shown(given, everybody);
  const held = (await shelf.about<Stock>(NAME))?.slips ?? [];
  const short = keys.filter((key) => count(held, key) < FULL / 2);
  const made = await Promise.all(
    short.map(async (key) => ({
      key,
      waiting: await Promise.all(Array.from({ length: FULL - count(held, key) }, () => prepare(key))),
    })),
  );
  const fetched: Slip[] = [];
  if (made.length) {
    const requests = made.map(({ key, waiting }) => ({ key: key.id, blinded: waiting.map((one) => one.blinded) }));
    const answer = await call("tokens", { device_id: device, team, requests });
    if (answer.status !== 201) throw new Error("The server signed no slips.");
    const { results } = (await answer.json()) as { results: { key: string; signed: string[] }[] };
    for (const { key, waiting } of made) {
      const signed = results.find((one) => one.key === key.id)?.signed ?? [];
      fetched.push(...(await finished(key, waiting.map((one) => one.waiting), signed)));
    }
  }
  await changed(shelf, ({ slips }) => {
    const known = new Set(keys.map((key) => key.id));
    return { keys, slips: [...slips.filter((one) => known.has(one.key)), ...fetched] };
  });
}

/** Take a slip for a stop out of the stock, and give its address; none where there is none. */
export async function takeSlip(shelf: Shelf, origin: string, reason: string, team: string): Promise<string | null> {
  let found: Slip | undefined;
  await changed(shelf, ({ keys, slips }) => {
    const usable = keys.filter((key) => slips.some((one) => one.key === key.id));
    const key = keyFor(usable, reason, team);
    found = slips.find((one) => one.key === key?.id);
    return { keys, slips: slips.filter((one) => one !== found) };
  });
  return found ? `${origin}/f/${found.text}/` : null;
}

async function finished(key: TokenKey, waiting: Waiting[], signed: string[]): Promise<Slip[]> {
  const pairs = waiting.slice(0, signed.length);
  const texts = await Promise.all(pairs.map((one, at) => finish(one, signed[at]!)));
  return texts.map((text) => ({ key: key.id, scope: key.scope, text }));
}

async function listed(answer: Response): Promise<TokenKey[]> {
  if (!answer.ok) throw new Error("The keys of slips were not listed.");
  return ((await answer.json()) as { keys: TokenKey[] }).keys;
}

/** Change the stock while no other tab does: no slip is given twice. */
async function changed(shelf: Shelf, how: (stock: Stock) => Stock): Promise<void> {
  await navigator.locks.request(`evenhand-${NAME}`, async () => {
    const stock = (await shelf.about<Stock>(NAME)) ?? { keys: [], slips: [] };
    await shelf.note(NAME, how(stock));
  });
}

function count(slips: Slip[], key: TokenKey): number {
  return slips.filter((one) => one.key === key.id).length;
}
