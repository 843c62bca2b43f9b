"""Where counting happens: DuckDB inside this process, or Spark on a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evenhand.records.lake.schema import SCHEMA as RECORDS
from evenhand.records.lake.tally import SCHEMA as TALLIES
from evenhand.records.stops.schema import SCHEMA as STOPS

# More than enough to count hundreds of millions of records, and little enough for a shared server.
MEMORY = "750MB"


@cache
def _schema(name: str) -> ibis.Schema:
    return ibis.Schema.from_pyarrow({"records": RECORDS, "tallies": TALLIES, "stops": STOPS}[name])


class Engine:
    """An Ibis back end that can see the lake's files and nothing else.

    Attributes
    ----------
    ran : the SQL of everything that was carried out, in its order.
    """

    def __init__(self, backend: Any, session: Any = None) -> None:
        self.backend = backend
        self.ran: list[str] = []
        self._session = session

    @classmethod
    def duckdb(cls, lake: Path, threads: int | None = None) -> Engine:
        """DuckDB, locked: it may read the lake's folder, and no text of a record can widen that."""
        backend = ibis.duckdb.connect(memory_limit=MEMORY)
        folder = str(lake.resolve()).replace("'", "''")
        settings = [f"SET allowed_directories = ['{folder}/']"]
        if threads:
            settings.append(f"SET threads = {threads:d}")
        settings += [
            "SET enable_progress_bar = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ]
        for setting in settings:
            backend.raw_sql(setting)
        return cls(backend)

    @classmethod
    def spark(cls, session: Any) -> Engine:
        """A Spark session that can see the lake's files, on this machine or on a cluster."""
        return cls(ibis.pyspark.connect(session), session)

    def records(self, files: Sequence[Path]) -> ir.Table:
        """The records in these files as one table."""
        return self._table("records", files)

    def tallies(self, files: Sequence[Path]) -> ir.Table:
        """The tallies in these files as one table."""
        return self._table("tallies", files)

    def stops(self, files: Sequence[Path]) -> ir.Table:
        """The vehicle stops in these files as one table."""
        return self._table("stops", files)

    def _table(self, name: str, files: Sequence[Path]) -> ir.Table:
        if self._session is None:
            # Always the same name, so that the same question is always the same text. Ibis's own
            # read_parquet looks at each of a thousand paths for a while.
            paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
            view = f'CREATE OR REPLACE TEMP VIEW "{name}" AS FROM read_parquet([{paths}])'
            self.backend.raw_sql(view)
            return ibis.table(_schema(name), name=name)  # we know it: asking takes as long as this
        # Ibis gives Spark one path at a time; Spark itself takes them all.
        frame = self._session.read.parquet(*(path.resolve().as_uri() for path in files))
        name = ibis.util.gen_name(name)
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)

    def run(self, expression: ir.Table) -> pa.Table:
        """Carry out an expression, and remember its SQL."""
        sql = self.sql(expression)
        self.ran.append(sql)
        if self.backend.name == "duckdb":
            # The SQL we publish is the SQL that runs; and DuckDB 2's own way to Arrow, for which
            # Ibis 12 still uses the deprecated one.
            return self.backend.con.sql(sql).to_arrow_table()
        return self.backend.to_pyarrow(expression)

    def sql(self, expression: ir.Table) -> str:
        """The very SQL that :meth:`run` runs, to publish beside its result."""
        return str(ibis.to_sql(expression, dialect=self.backend.name))
