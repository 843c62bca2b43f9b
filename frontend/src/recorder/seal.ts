// Seals a record to the public key of its force, so that this phone cannot read it again.
// HPKE in base mode (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
// src/evenhand/encounters/keys/sealing.py opens it; tests/browser hold both to the RFC's own answers.

const INFO = "evenhand stop v1\n";
const VERSION = text("HPKE-v1");
const KEM = join(text("KEM"), Uint8Array.of(0x00, 0x10));
const SUITE = join(text("HPKE"), Uint8Array.of(0x00, 0x10, 0x00, 0x01, 0x00, 0x01));
const NONE = new Uint8Array(0);
const CURVE = { name: "ECDH", namedCurve: "P-256" };

type Bytes = Uint8Array<ArrayBuffer>;

/** Seal for a force; `aad` is what is said beside it in clear and cannot be changed afterwards. */
export async function seal(publicJwk: JsonWebKey, aad: string, plaintext: Uint8Array): Promise<Bytes> {
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return sealWith(own, publicJwk, text(INFO + aad), NONE, plaintext);
}

/** The same with a key pair, `info` and associated data of the caller's: for published answers. */
export async function sealWith(
  own: CryptoKeyPair, publicJwk: JsonWebKey, info: Bytes, aad: Bytes, plaintext: Uint8Array,
): Promise<Bytes> {
  const { kty, crv, x, y } = publicJwk;
  const theirs = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, true, []);
  const enc = await raw(own.publicKey);
  const shared = new Uint8Array(
    await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256),
  );
  const context = join(enc, await raw(theirs));
  const secret = await expand(KEM, await extract(KEM, NONE, "eae_prk", shared), "shared_secret", context, 32);

  const about = join(
    Uint8Array.of(0x00),
    await extract(SUITE, NONE, "psk_id_hash", NONE),
    await extract(SUITE, NONE, "info_hash", info),
  );
  const scheduled = await extract(SUITE, secret, "secret", NONE);
  const key = await expand(SUITE, scheduled, "key", about, 16);
  const iv = await expand(SUITE, scheduled, "base_nonce", about, 12);
  const cipher = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv, additionalData: aad };
  return join(enc, new Uint8Array(await crypto.subtle.encrypt(algorithm, cipher, new Uint8Array(plaintext))));
}

/** LabeledExtract of section 4. */
function extract(suite: Bytes, salt: Bytes, label: string, input: Bytes): Promise<Bytes> {
  return hmac(salt, join(VERSION, suite, text(label), input));
}

/** LabeledExpand of section 4, for at most the 32 bytes that one round gives. */
async function expand(suite: Bytes, key: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  const size = Uint8Array.of(0x00, length);
  const whole = await hmac(key, join(size, VERSION, suite, text(label), info, Uint8Array.of(0x01)));
  return whole.slice(0, length);
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  // WebCrypto refuses an empty key; HMAC fills up with zeros, so that a zero is the same key.
  const hash = { name: "HMAC", hash: "SHA-256" };
  const kept = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(1), hash, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", kept, message));
}

async function raw(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}

function text(words: string): Bytes {
  return new TextEncoder().encode(words) as Bytes;
}

function join(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
