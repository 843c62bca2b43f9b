// Makes the slips for answers: tokens that the server signs without seeing them (blind RSA).
// RSABSSA-SHA384-PSS-Deterministic of RFC 9474 with 2,048 bits, as token type 2 of RFC 9578.
// src/evenhand/encounters/answering/tokens.py signs and checks; tests/browser hold both to the RFCs' answers.

const HASH = 48; // bytes of SHA-384, and of the salt
const NONCE = 32;
const CHALLENGE = Uint8Array.of(0, 2, 0, 8, ...text("evenhand"), 0, 0, 0);
const SHORT_ID = 4;

type Bytes = Uint8Array<ArrayBuffer>;

/** A public key as the server lists it: `public` is its DER form in base64url. */
export interface TokenKey {
  id: string;
  force: string;
  quarter: string;
  /** `reason:` and classes of reasons, or `team:` and the name of a team. */
  scope: string;
  /** The reasons for which a slip of this key is given; none for a team's. */
  reasons: string[];
  public: string;
}

/** A token that waits for its signature. It stays on this device. */
export interface Waiting {
  key: string;
  nonce: string;
  prepared: string;
  unblind: string;
}

/**
 * Of the keys that this device was given, those that everybody is shown too, and that are the only
 * ones of their scope there: a key of its own would mark this device. Fetch what everybody is shown
 * (`/f/keys.json`) with `credentials: "omit"`.
 */
export function shown(given: TokenKey[], everybody: TokenKey[]): TokenKey[] {
  const place = (key: TokenKey) => [key.force, key.quarter, key.scope].join("|");
  return given.filter((key) => {
    const same = everybody.filter((one) => place(one) === place(key));
    return same.length === 1 && same[0]!.id === key.id && same[0]!.public === key.public;
  });
}

/**
 * Which key a slip for this stop has: by chance that of the reason or that of the team, where there
 * are both, so that each slip says only one of the two.
 */
export function keyFor(keys: TokenKey[], reason: string, team: string): TokenKey | undefined {
  const fitting = keys.filter((key) => key.reasons.includes(reason) || key.scope === `team:${team}`);
  return fitting[crypto.getRandomValues(new Uint8Array(1))[0]! % fitting.length];
}

/** Make a token and hide it: `blinded` goes to the server, the rest stays here. */
export async function prepare(key: TokenKey): Promise<{ blinded: string; waiting: Waiting }> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const written = fromText(key.public);
  const name = await digest("SHA-256", written);
  if (hex(name) !== key.id) throw new Error("The key is not the one that it is called.");
  const message = join(Uint8Array.of(0, 2), nonce, await digest("SHA-256", CHALLENGE), name);
  const salt = crypto.getRandomValues(new Uint8Array(HASH));
  const { n, e } = numbers(written);
  const { blinded, inverse } = await blind(n, e, message, salt, coprime(n));
  const waiting = {
    key: key.public,
    nonce: toText(nonce),
    prepared: toText(message),
    unblind: toText(bytesOf(inverse, size(n))),
  };
  return { blinded: toText(blinded), waiting };
}

/** Take the hiding away from what the server signed; gives what stands in the slip's address. */
export async function finish(waiting: Waiting, signed: string): Promise<string> {
  const written = fromText(waiting.key);
  const { n, e } = numbers(written);
  const signature = await finalize(n, e, fromText(waiting.prepared), fromText(signed), numberOf(fromText(waiting.unblind)));
  const name = await digest("SHA-256", written);
  return toText(join(name.slice(0, SHORT_ID), fromText(waiting.nonce), signature));
}

/** Blind of RFC 9474, section 4.2. */
export async function blind(n: bigint, e: bigint, message: Uint8Array, salt: Uint8Array, r: bigint) {
  const encoded = numberOf(await encode(message, bits(n) - 1, salt));
  const blinded = bytesOf((encoded * power(r, e, n)) % n, size(n));
  return { blinded, inverse: inverted(r, n) };
}

/** Finalize of section 4.4: what the server answered is checked before it is used. */
export async function finalize(
  n: bigint, e: bigint, message: Uint8Array, signed: Uint8Array, inverse: bigint,
): Promise<Bytes> {
  const given = numberOf(signed);
  if (signed.length !== size(n) || given >= n) throw new Error("The answer is not a signature.");
  const signature = (given * inverse) % n;
  const opened = bytesOf(power(signature, e, n), Math.ceil((bits(n) - 1) / 8));
  if (!(await fits(message, opened, bits(n) - 1))) throw new Error("The signature is not right.");
  return bytesOf(signature, size(n));
}

/** EMSA-PSS-ENCODE of RFC 8017, section 9.1.1. */
async function encode(message: Uint8Array, most: number, salt: Uint8Array): Promise<Bytes> {
  const length = Math.ceil(most / 8);
  const hash = await digest("SHA-384", join(new Uint8Array(8), await digest("SHA-384", message), salt));
  const block = join(new Uint8Array(length - salt.length - HASH - 2), Uint8Array.of(1), salt);
  const masked = mix(block, await mask(hash, block.length));
  masked[0]! &= 0xff >> (8 * length - most);
  return join(masked, hash, Uint8Array.of(0xbc));
}

/** EMSA-PSS-VERIFY: the salt is read from what was opened, and the message encoded again with it. */
async function fits(message: Uint8Array, opened: Bytes, most: number): Promise<boolean> {
  const end = opened.length - HASH - 1;
  const block = mix(opened.slice(0, end), await mask(opened.slice(end, end + HASH), end));
  return hex(await encode(message, most, block.slice(end - HASH))) === hex(opened);
}

/** MGF1 with SHA-384. */
async function mask(seed: Uint8Array, length: number): Promise<Bytes> {
  const parts: Bytes[] = [];
  for (let count = 0; count * HASH < length; count += 1) {
    parts.push(await digest("SHA-384", join(seed, Uint8Array.of(0, 0, 0, count))));
  }
  return join(...parts).slice(0, length);
}

/** The modulus and exponent at the end of the key: two whole numbers in DER. */
function numbers(written: Bytes): { n: bigint; e: bigint } {
  const end = written.length;
  const size = 256;
  const [at, e] = [end - 5 - size, written.slice(end - 3)];
  const there = [...written.slice(at - 5, at), ...written.slice(end - 5, end - 3)];
  if (hex(Uint8Array.from(there)) !== "0282010100" + "0203") throw new Error("The key has another form.");
  return { n: numberOf(written.slice(at, at + size)), e: numberOf(e) };
}

function coprime(n: bigint): bigint {
  for (;;) {
    const found = numberOf(crypto.getRandomValues(new Uint8Array(size(n))));
    if (found > 1n && found < n && divisor(found, n) === 1n) return found;
  }
}

function divisor(one: bigint, other: bigint): bigint {
  while (other) [one, other] = [other, one % other];
  return one;
}

function inverted(value: bigint, n: bigint): bigint {
  let [a, b, x, y] = [value % n, n, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % n) + n) % n;
}

function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let [result, square] = [1n, base % n];
  for (let left = exponent; left; left >>= 1n, square = (square * square) % n) {
    if (left & 1n) result = (result * square) % n;
  }
  return result;
}

function bits(n: bigint): number {
  return n.toString(2).length;
}

function size(n: bigint): number {
  return Math.ceil(bits(n) / 8);
}

function numberOf(raw: Uint8Array): bigint {
  return BigInt(`0x${hex(raw) || "0"}`);
}

function bytesOf(value: bigint, length: number): Bytes {
  const digits = value.toString(16).padStart(2 * length, "0");
  return Uint8Array.from(digits.match(/../g) ?? [], (two) => parseInt(two, 16));
}

async function digest(name: string, raw: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(name, raw as Bytes));
}

function mix(one: Bytes, other: Bytes): Bytes {
  return one.map((byte, at) => byte ^ other[at]!);
}

function join(...parts: Uint8Array[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function hex(raw: Uint8Array): string {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function text(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}

function toText(raw: Uint8Array): string {
  return btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromText(written: string): Bytes {
  return Uint8Array.from(atob(written.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}
