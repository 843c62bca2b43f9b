"""Cleans a file in a process that can be spared: little memory and time, none of our secrets."""

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore

from evenhand.cleaning import limits
from evenhand.cleaning.cleaned import Cleaned, clean_here
from evenhand.cleaning.words import Refused, Told, refuse

# The new process finds this package where ours did, and nothing in the working folder.
START = "import sys; sys.path[:] = sys.argv[1:]; from evenhand.cleaning.process import work; work()"
ITS_OWN = {
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")
"""Without these a system may not start a program at all."""


AT_ONCE = BoundedSemaphore(limits.AT_ONCE)


def clean(content: bytes, name: str, *, seconds: float = limits.PATIENCE) -> Cleaned:
    """Make a file again from what can be seen in it.

    Parameters
    ----------
    content : the file as it was sent.
    name : as it was sent; it must say what the bytes are.
    seconds : how long it may take.

    Raises
    ------
    Refused
        If it is not taken; each of its sentences says what is wrong or hidden, and where.
    """
    if len(content) > limits.BYTES:  # before it is copied anywhere
        raise refuse("This file is larger than {most} MB.", most=str(limits.BYTES // 2**20))
    if not AT_ONCE.acquire(timeout=seconds):
        raise refuse("Many files are being read now. Send it again in a minute.")
    try:
        return _ask(content, name, seconds)
    finally:
        AT_ONCE.release()


def _ask(content: bytes, name: str, seconds: float) -> Cleaned:
    question = json.dumps({"name": name}).encode() + b"\n" + content
    environment = ITS_OWN | {one: os.environ[one] for one in NEEDED if one in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and words)
            [sys.executable, "-P", "-c", START, *sys.path],
            input=question,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("This file takes too long to read. Divide it, or save it anew.") from error
    head, _, made = done.stdout.partition(b"\n")
    if not head:  # it was killed: for memory, for time, or by what the file did to a library
        raise refuse(
            "This file could not be read safely. Save it anew, or as another kind of file."
        )
    answer = json.loads(head)
    about = [Told(message, values) for message, values in answer["told"]]
    if answer["refused"]:
        raise Refused(about)
    return Cleaned(made, answer["kind"], answer["ending"], tuple(about))


def work() -> None:
    """Read one question, write one answer."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no part of an answer
    _limit()
    question = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read(limits.BYTES + 1)
    about: dict[str, object]
    try:
        cleaned = answer_to(content, question["name"])
    except Refused as refused:
        about, made = {"refused": True, "told": refused.told}, b""
    else:
        made = cleaned.content
        about = {
            "refused": False,
            "told": cleaned.left_out,
            "kind": cleaned.kind,
            "ending": cleaned.ending,
        }
    answers.write(json.dumps(about).encode() + b"\n" + made)
    answers.flush()


def answer_to(content: bytes, name: str) -> Cleaned:
    """Clean a file here, where nothing that it does can surprise anybody.

    Raises
    ------
    Refused
        If it is not taken, or if a library did not expect such bytes.
    """
    try:
        return clean_here(content, name)
    except Refused:
        raise
    except (Exception, MemoryError) as error:
        raise refuse(
            "This file is damaged, or made to do harm. Save it anew and try again."
        ) from error


def _limit() -> None:
    """Take no more memory and time than a file is worth, write nothing, leave no dump."""
    try:
        import resource
    except ImportError:  # not on this system: the one who asks still ends us in time
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(what)
        least = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(what, (least, least))
