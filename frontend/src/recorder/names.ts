// Names and secrets that the device makes by itself, and how bytes are written as text.

/** Bytes as unpadded base64url. */
export function text(bytes: Uint8Array): string {
  let plain = "";
  for (const one of bytes) {
    plain += String.fromCharCode(one);
  }
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Bytes as lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** So many random bytes. */
export function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A UUID of version 7 (RFC 9562): sorted by time, never used as a secret. */
export function uuid7(now: number): string {
  const bytes = random(16);
  let rest = now;
  for (let place = 5; place >= 0; place--) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const all = hex(bytes);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}
