"""The site as `evenhand serve` has it, but nothing is written to the logs of stops and of acts.

    python -m bench.stops_unlogged --port 8123

For bench/stops_speed.py: what the same code does faster without its logs is what they cost.
"""

import argparse
import sys

from evenhand.config.wsgi import application as application  # noqa: PLC0414 (served by name)


def _nothing(*_said: object, **_more: object) -> None:
    return None


def _without_logs() -> None:
    from evenhand.audit import services as audit
    from evenhand.encounters import stop_log

    for name in ("entry", "record", "record_all"):
        setattr(audit, name, _nothing)
    for name in ("kept", "write", "write_all", "write_more"):
        setattr(stop_log, name, _nothing)


_without_logs()


def main() -> int:
    """Serve it like `evenhand serve`, without the thread that signs the logs."""
    from granian import Granian
    from granian.constants import Interfaces

    from evenhand.config import server

    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, required=True)
    Granian(
        "bench.stops_unlogged:application",
        address="127.0.0.1",
        port=asked.parse_args().port,
        interface=Interfaces.WSGI,
        workers=server.workers(),
        blocking_threads=server.THREADS,
        websockets=False,
        log_enabled=False,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
