"""The public ledger on the site: kept, proved and checked by somebody who trusts nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from plan_site import NOW

from evenhand.audit.log import AUDIT
from evenhand.audit.services import record
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.plan.models import Plan

pytestmark = pytest.mark.django_db
KEY = SigningKey.new("plan.example/ledger", Kind.LOG)


@pytest.fixture
def signed(plan: Plan) -> int:
    """The ledger of Demoshire's plan with a signed checkpoint: how many entries it holds."""
    checkpoint = sequence(LEDGER, key=KEY, now=NOW)
    assert checkpoint is not None
    return int(checkpoint.size)


def test_an_empty_ledger_says_so(client: Client) -> None:
    page = client.get("/log/").content.decode()

    assert "no force has made a promise on this site" in page
    assert client.get("/log/ledger/checkpoint").status_code == 404
    assert client.get("/log/ledger/export.jsonl").status_code == 404


def test_the_page_shows_the_newest_checkpoint_as_it_can_be_downloaded(
    client: Client, signed: int
) -> None:
    page = client.get("/log/").content.decode()
    note = client.get("/log/ledger/checkpoint").content.decode()

    assert f"It holds {signed} entries." in page
    shown = re.search(r"<code>(plan\.example/ledger.*?)</code>", page, re.DOTALL)
    assert shown is not None
    assert shown[1].replace("&#43;", "+").strip() == note.strip()
    assert "evenhand witness http://testserver/log/ledger" in page


def test_what_is_downloaded_is_checked_by_the_program_that_is_downloaded(
    client: Client, signed: int, tmp_path: Path
) -> None:
    for name, address in (
        ("check_log.py", "/log/check_log.py"),
        ("kept.jsonl", "/log/ledger/export.jsonl"),
        ("checkpoint.txt", "/log/ledger/checkpoint"),
    ):
        (tmp_path / name).write_bytes(client.get(address).content)
    whole = (tmp_path / "kept.jsonl").read_text(encoding="utf-8")
    (tmp_path / "rewritten.jsonl").write_text(whole.replace("2026-03-31", "2026-06-30"))
    assert "2026-03-31" in whole

    def check(export: str) -> int:
        command = [sys.executable, "-I", "check_log.py", export, "checkpoint.txt"]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode

    assert check("kept.jsonl") == 0
    assert check("rewritten.jsonl") == 1


def test_every_change_of_a_promise_leads_to_its_own_proof(client: Client, signed: int) -> None:
    grid = client.get("/forces/demoshire/plan/").content.decode()
    action = re.search(r'href="(/forces/demoshire/plan/1/actions/[^"]+)"', grid)
    assert action is not None
    page = client.get(action[1]).content.decode()
    proofs = re.findall(r'href="(/log/ledger/proof/(\d+))"', page)
    leaves = re.findall(r'<code class="eh-hash">([0-9a-f]{66})</code>', page)

    assert len(proofs) == len(leaves) > 1
    for address, position in proofs:
        lines = client.get(address).content.decode().splitlines()
        assert lines[0] == "c2sp.org/tlog-proof@v1"
        assert f"index {position}" in lines
        assert f"{signed}" in lines, "it ends with the checkpoint"


@pytest.mark.parametrize(
    "address",
    [
        *("/log/ledger/tile/0/001", "/log/ledger/tile/entries/000.p/255", "/log/ledger/../secret"),
        *("/log/ledger/proof/100000", "/log/nowhere/checkpoint", "/log/ledger/proof/x"),
        *("/log/audit/export.jsonl", "/log/audit/proof/0", "/log/audit/checkpoint"),
    ],
)
def test_what_is_not_there_is_not_found(client: Client, signed: int, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_piece_answers_head_etag_and_range_and_its_bundle_holds_the_leaves(
    client: Client, signed: int
) -> None:
    width = signed % 256
    address = f"/log/ledger/tile/entries/000.p/{width}"
    whole = client.get(address)

    assert len(whole.content) == width * (2 + 33), "a length of two bytes, and a leaf"
    assert client.head(address).headers["Content-Length"] == str(len(whole.content))
    again = client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304
    part = client.get(address, headers={"Range": "bytes=0-34"})
    assert (part.status_code, part.content) == (206, whole.content[:35])
    assert whole.headers["Access-Control-Allow-Origin"] == "*"


def test_of_the_private_log_only_what_tells_nothing_is_given_out(
    client: Client, signed: int
) -> None:
    seen = record(
        act="consultation", by="person/7", organisation="force/demoshire", subject="x/1", now=NOW
    )
    checkpoint = sequence(AUDIT, key=SigningKey.new("plan.example/audit", Kind.LOG), now=NOW)
    assert checkpoint is not None

    note = client.get("/log/audit/checkpoint").content
    assert note.startswith(f"plan.example/audit\n{checkpoint.size}\n".encode())
    bundle = client.get(f"/log/audit/tile/entries/000.p/{checkpoint.size}").content
    assert bytes(seen.leaf) in bundle
    assert b"person" not in bundle
    for address in ("export.jsonl", "proof/0", "entries", "0"):
        answer = client.get(f"/log/audit/{address}")
        assert answer.status_code == 404
        assert b"person/7" not in answer.content
