"""Check a log that you keep, with nothing but Python: python3 check_log.py EXPORT [KEPT [KEY]]

EXPORT is what `evenhand ledger export` wrote; KEPT an older export or checkpoint, which the log
must still hold; KEY the log's public key, if somebody gave it to you. It ends with status 0 when
everything holds, and with 1 and a sentence when something does not.
"""

import hmac
import json
import sys
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519: RFC 8032
D = -121665 * pow(121666, -1, P) % P


def point(raw: bytes) -> tuple[int, int]:
    y, odd = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    return (x if x % 2 == odd else P - x, y) if x * x % P == square and y < P else (0, 0)


def plus(start: tuple[int, int], times: int, at: tuple[int, int]) -> tuple[int, int]:
    for bit in reversed(f"{times:b}"):
        sums = []
        for (a, b), (c, d) in ((start, at), (at, at)):
            t = D * a * b * c * d
            x, y = (a * d + b * c) * pow(1 + t, -1, P), (b * d + a * c) * pow(1 - t, -1, P)
            sums.append((x % P, y % P))
        start, at = sums[0] if bit == "1" else start, sums[1]
    return start


def signed(note: str, key: str) -> bool:
    text, _, signatures = note.rpartition("\n\n")
    public = b64decode(key.split("+", 2)[2])[1:]
    for raw in (b64decode(line.rpartition(" ")[2]) for line in signatures.splitlines()):
        if raw[:4].hex() == key.split("+")[1] and len(raw) == 68:
            r, s = raw[4:36], int.from_bytes(raw[36:], "little")
            hashed = sha512(r + public + f"{text}\n".encode()).digest()
            right = plus(point(r), int.from_bytes(hashed, "little") % ORDER, point(public))
            return s < ORDER and right == plus((0, 1), s, point(b"\x58" + b"\x66" * 31))
    return False


def head(leaves: list[str]) -> list[str]:
    hashes = [sha256(b"\0" + bytes.fromhex(leaf)).digest() for leaf in leaves] or [b""]
    while len(hashes) > 1:  # RFC 6962: an odd one at the end rises as it is
        pairs = [b"".join(hashes[at : at + 2]) for at in range(0, len(hashes), 2)]
        hashes = [sha256(b"\1" + pair).digest() if len(pair) == 64 else pair for pair in pairs]
    return [str(len(leaves)), b64encode(hashes[0]).decode()]


def read(path: str) -> dict[str, tuple[str, list[Any]]]:
    logs: dict[str, tuple[str, list[Any]]] = {}
    rows, text = list[Any](), Path(path).read_text(encoding="utf-8")
    for line in text.split("\n") if text[:1] == "{" else [json.dumps({"checkpoint": text})]:
        said = json.loads(line or "{}")
        if note := said.get("checkpoint"):
            logs[note.split("\n")[0]] = note, (rows := [])
        rows += [said] if "leaf" in said else []
    return logs


def fault(note: str, rows: list[Any], kept: str, given: str) -> str:
    entries, leaves = [row.get("entry") or {} for row in rows], [row["leaf"] for row in rows]
    keys = [entry["body"]["key"] for entry in entries if entry.get("kind") == "log-key"]
    told = [entry["body"]["leaves"] for entry in entries if entry.get("kind") == "entries-erased"]
    for place, (row, entry, leaf) in enumerate(zip(rows, entries, leaves, strict=True)):
        text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        made = hmac.digest(bytes.fromhex(row.get("nonce", "")), text.encode(), "sha256").hex()
        if leaf != f"01{made}" if entry else not any(leaf in some for some in told):
            return f"Entry {place} was changed, or emptied and no entry says why."
    if head(leaves) != note.split("\n")[1:3]:
        return "These are not the entries that were signed."
    if not keys or given not in ["", *keys] or not signed(note, keys[-1]):
        return "The checkpoint is not signed with the log's key."
    if kept and head(leaves[: int(kept.split("\n")[1])]) != kept.split("\n")[1:3]:
        return "The log does not hold what you kept."
    return (
        "" if not kept or any(signed(kept, key) for key in keys) else "What you kept is unsigned."
    )


if __name__ == "__main__":
    sys.tracebacklimit = 0  # what cannot be read is told in a line
    export, older, public = [*sys.argv[1:4], "", ""][:3]
    old, logs = read(older) if older else {}, {o: log for o, log in read(export).items() if log[1]}
    if not logs or (old and not logs.keys() & old.keys()):
        sys.exit("There is nothing to compare.")
    for origin, (note, rows) in logs.items():
        sys.stdout.write(f"{origin}: {' entries, root '.join(note.split(chr(10))[1:3])}\n")
        if says := fault(note, rows, old.get(origin, ("",))[0], public):
            sys.exit(f"{origin}: {says}")
