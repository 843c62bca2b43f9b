"""Repeat draws with nothing but Python: python3 redraw.py DRAW.json ...

It makes fingerprint, seed and tickets again as docs/reference/draws.md has them, and follows the
log's proof. Status 0: it agrees, and these are the cases (place, position, stratum); 1: it does
not, and what; 2: this is no draw. Signatures it leaves to `evenhand redraw`.
"""

import hmac
import json
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

KINDS, CASE = ("kind", "chain", "round"), ("place", "position", "stratum", "weight")


def canonical(value: Any) -> bytes:  # RFC 8785, for text, whole numbers, lists and mappings
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hashed(*parts: str) -> str:  # netstrings: no two lists of parts give the same bytes
    raw = [part.encode() for part in parts]
    return sha256(b"".join(b"%d:%s," % (len(part), part) for part in raw)).hexdigest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def followed(proof: str) -> tuple[str, str, bool]:  # what was told; the log then; does it hold
    head, _, note = proof.partition("\n\n")
    _, extra, index, *hashes = head.split("\n")
    origin, size, root = note.split("\n")[:3]
    opened, place = json.loads(b64decode(extra.split(" ")[1])), int(index.split(" ")[1])
    made = hmac.digest(bytes.fromhex(opened["nonce"]), canonical(opened["entry"]), "sha256")
    then = now = sha256(b"\0\1" + made).digest()
    number, last = place, int(size) - 1
    for each in map(b64decode, hashes):
        if number & 1 or number == last:  # it stands before the entry: the log had it then
            then, now = node(each, then), node(each, now)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            now = node(now, each)
        number, last = number >> 1, last >> 1
    checkpoint = f"{origin}\n{place + 1}\n{b64encode(then).decode()}\n"
    holds = 0 <= place < int(size) and last == 0 and b64encode(now).decode() == root
    return opened["entry"]["body"]["fingerprint"], checkpoint, holds


def rolled(beacon: dict[str, str]) -> str:
    if beacon["kind"] != "dice":
        return sha256(bytes.fromhex(beacon["signature"])).hexdigest()
    rolls, digits = beacon["panel"], set("0123456789")
    return rolls if rolls == beacon["force"] and len(rolls) == 20 and set(rolls) <= digits else ""


def redrawn(said: Any) -> tuple[list[str], str]:
    frame, beacon, value = said["frame"], said["beacon"], rolled(said["beacon"])
    fingerprint = sha256(canonical(frame)).hexdigest()
    seed = hashed("evenhand draw v1 seed", said["checkpoint"], value)
    made: dict[str, Any] = {"fingerprint": fingerprint, "seed": seed, "order": {}, "reserves": {}}
    cases, start = [], 1
    for one in frame["strata"]:
        key, many, start = one["key"], one["drawn"], start + one["size"]
        span = range(start - one["size"], start)
        tickets = ((hashed("evenhand draw v1 ticket", seed, fingerprint, str(n)), n) for n in span)
        line = sorted(tickets)
        made["order"][key] = [n for _, n in line]
        made["reserves"][key] = made["order"][key][many : many + frame["reserves"]]
        cases += [(ticket, n, key, [one["size"], many]) for ticket, n in line[:many]]
    rows = [(place, *case[1:]) for place, case in enumerate(sorted(cases), 1)]
    made["cases"] = [dict(zip(CASE, row, strict=True)) for row in rows]
    wrong = [name for name in made if made[name] != said[name]]
    if not value or [beacon.get(one) for one in KINDS] != [
        frame["seed_rule"].get(o) for o in KINDS
    ]:
        wrong.append("beacon")
    if start != len(frame["positions"]) + 1:
        wrong.append("frame")
    if said["proof"] and followed(said["proof"]) != (fingerprint, said["checkpoint"], True):
        wrong.append("proof")
    return wrong, "".join(f"{place} {n} {key}\n" for place, n, key, _ in rows)


if __name__ == "__main__":
    worst = 0 if sys.argv[1:] else 2
    for name in sys.argv[1:]:
        try:
            faults, text = redrawn(json.loads(Path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            faults, text, worst = ["not a draw"], f"{error!r}\n", 2
        told = f"{name}: {', '.join(faults) or 'agrees'}\n{text}"
        (sys.stderr if faults else sys.stdout).write(told)
        worst = max(worst, bool(faults))
    sys.exit(worst)
