// The receipt: a secret of 128 bits made here, on the slip and nowhere else. The record holds a digest
// and a nonce made of it, which do not lead back. src/evenhand/encounters/receipts/slips.py reads the same.
import { hex, random } from "./names";

export interface Receipt {
  /** Where the person reads what was recorded. */
  address: string;
  /** The code in that address, as somebody reads it aloud or types it. */
  spelled: string;
  /** What the sealed record holds of it. */
  sealed: { secret_digest: string; nonce: string };
}

const BYTES = 16;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32
const LENGTH = 28;
const CHECK_BITS = 12n;
const NAMED = "evenhand receipt v1 ";

async function made(secret: Uint8Array<ArrayBuffer>, what: string): Promise<Uint8Array> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(NAMED + what)));
}

/** A secret as the code in its address: letters that nobody mixes up, the last of them a check. */
export async function code(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  const check = BigInt(`0x${hex((await made(secret, "check")).slice(0, 2))}`) >> (16n - CHECK_BITS);
  const number = (BigInt(`0x${hex(secret)}`) << CHECK_BITS) | check;
  const places = Array.from({ length: LENGTH }, (_, place) => BigInt(5 * (LENGTH - 1 - place)));
  return places.map((place) => ALPHABET[Number((number >> place) & 31n)]).join("");
}

export async function receipt(origin: string, secret = random(BYTES)): Promise<Receipt> {
  const written = await code(secret);
  return {
    address: `${origin}/r/${written}/`,
    spelled: written.toUpperCase().match(/..../g)!.join("-"),
    sealed: {
      secret_digest: hex(await made(secret, "digest")),
      nonce: hex((await made(secret, "nonce")).slice(0, BYTES)),
    },
  };
}
