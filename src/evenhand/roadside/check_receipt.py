"""Is your stop in the public log? python3 check_receipt.py CODE [PROOF] [FOLDER] [KEY]

CODE stands on your slip. PROOF is the file from the receipt's page. FOLDER is anybody's copy of the
log (checkpoint, tile/): in it the code alone finds your stop. KEY is the log's public key, if you
have it. It says Yes and what you were told, with status 0; or No and why, with status 1."""

import hmac
import json
import re
import sys
from base64 import b64decode
from hashlib import sha256, sha512
from pathlib import Path

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: RFC 8032
D, BASE = -121665 * pow(121666, -1, P) % P, b"\x58" + b"\x66" * 31
V1 = "evenhand receipt v1 "
LETTERS = str.maketrans(
    "0123456789abcdefghjkmnpqrstvwxyzoil", "0123456789abcdefghijklmnopqrstuv011"
)


def point(raw: bytes) -> tuple[int, int]:
    y, odd = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    return (x if x % 2 == odd else P - x, y) if x * x % P == square and y < P else (0, 0)


def plus(a: int, b: int, c: int, d: int) -> tuple[int, int]:
    t = D * a * b * c * d
    return (a * d + b * c) * pow(1 + t, -1, P) % P, (b * d + a * c) * pow(1 - t, -1, P) % P


def times(number: int, at: tuple[int, int]) -> tuple[int, int]:
    more = times(number >> 1, plus(*at, *at)) if number else (0, 1)
    return plus(*more, *at) if number & 1 else more


def mac(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode(), "sha256")


def checkpoint(note: str, key: str) -> tuple[int, bytes]:
    (text, _, lines), (name, number, public) = note.partition("\n\n"), key.split("+", 2)
    line, (origin, size, root) = lines.split("\n")[0], text.split("\n")
    signed, own = b64decode(line.rpartition(" ")[2]), b64decode(public)[1:]
    hashed = sha512(signed[4:36] + own + f"{text}\n".encode()).digest()
    s, right = int.from_bytes(signed[36:], "little"), int.from_bytes(hashed, "little") % ORDER
    good = plus(*point(signed[4:36]), *times(right, point(own))) == times(s, point(BASE))
    same = name == origin and line.startswith(f"\N{EM DASH} {name} ") and signed[:4].hex() == number
    (good and same and s < ORDER) or sys.exit("No. The log did not sign this.")
    return int(size), b64decode(root)


def tree(row: list[bytes]) -> bytes:
    half = 1 << (len(row) - 1).bit_length() - 1 if len(row) > 1 else 0  # RFC 6962
    both = b"\1" + tree(row[:half]) + tree(row[half:]) if half else b"".join(row)
    return sha256(both).digest() if half else both


def rise(found: bytes, at: int, size: int, path: list[bytes]) -> bytes:
    if size < 2 or not path:
        return found if (at, size, path) == (0, 1, []) else b""
    half = 1 << (size - 1).bit_length() - 1
    left = rise(found, at, half, path[:-1]) if at < half else path[-1]
    right = path[-1] if at < half else rise(found, at - half, size - half, path[:-1])
    return sha256(b"\1" + left + right).digest()


sys.tracebacklimit = 0  # what cannot be read is told in a line
code = int(sys.argv[1].lower().replace("-", "").translate(LETTERS), 32)
secret, size, root, top, leaves = (code >> 12).to_bytes(16, "big"), 0, b"", b"", list[bytes]()
code & 4095 == int(mac(secret, f"{V1}check").hex()[:3], 16) or sys.exit("No. A typing mistake.")
first, key = mac(secret, f"{V1}nonce")[:16], next((a for a in sys.argv[2:] if "+" in a), "")
for proof in filter(Path.is_file, map(Path, sys.argv[2:])):
    text, _, note = proof.read_text(encoding="utf-8").partition("\n\n")
    version, extra, index, *path = text.split("\n")
    said, at = json.loads(b64decode(extra[6:])), int(index[6:])
    key, entry, body = key or said["key"], said["entry"], json.loads(said["entry"])["body"]
    number, (size, root) = body["number"], checkpoint(note, key)
    nonce = mac(first, f"{V1}entry {number}")[:16] if number else first
    leaf = b"\2" + mac(nonce, entry) + mac(nonce, f"{V1}mark")[:16]
    top = rise(sha256(b"\0" + leaf).digest(), at, size, [b64decode(one) for one in path])
    told = mac(nonce, said["told"]).hex() if said["told"] else None
    (top, told) == (root, body.get("told")) or sys.exit("No. You were told something else.")
    sys.stdout.write(f"{entry}\n{said['told']}\n")
for folder in filter(Path.is_dir, map(Path, sys.argv[2:])):
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    now, top = checkpoint(note, key or sys.exit("No. Give the log's key too, or a proof."))
    for n in range(0, now, 256):
        name = "x{}{}{}/{}{}{}".format(*f"{n // 256:06d}").removeprefix("x000/")
        data = (folder / f"tile/entries/{name}{f'.p/{now - n}' * (now - n < 256)}").read_bytes()
        leaves += re.findall(rb"(?s)\0(?:\x31.{49}|\x21.{33})", data)  # each after its length
    done = [sha256(b"\0" + one[2:]).digest() for one in leaves]
    (tree(done), tree(done[:size])) == (top, root) or sys.exit("No. The log was changed.")
    mac(first, f"{V1}mark")[:16] in {one[35:] for one in leaves} or sys.exit("No. It is not there.")
sys.stdout.write("Yes.\n" if top else sys.exit("No. Give a proof, or a copy of the log."))
