"""How each program reads the file of every figure: ready to paste, and run by the tests."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.public.files.dataset import ALL


@dataclass(frozen=True)
class Snippet:
    """What to do, or to paste, in one program.

    Attributes
    ----------
    id : of its heading.
    steps : what to do by hand, in order.
    code : what to paste.
    """

    id: str
    program: str
    steps: tuple[str, ...]
    code: str


def csv_address(host: str) -> str:
    """The address of every standing figure as CSV."""
    return f"{host}/data/{ALL}.csv"


def parquet_address(host: str) -> str:
    """The address of every standing figure as Parquet."""
    return f"{host}/data/{ALL}.parquet"


def snippets(host: str) -> tuple[Snippet, ...]:
    """Excel, Power BI, R, Python, pandas and DuckDB, with the site's own address in each.

    Parameters
    ----------
    host : where the site is, such as ``https://figures.example``.
    """
    address = csv_address(host)
    return (
        Snippet(
            "excel",
            "Excel",
            (
                say("Choose Data, then From Web."),
                say("Paste this address and choose OK, then Load."),
                say("Later, Data and Refresh All fetch the newest figures."),
            ),
            address,
        ),
        Snippet(
            "power-bi",
            "Power BI",
            (
                say("Choose Get data, then Blank query, then Advanced editor."),
                say("Paste this. It refreshes by itself, without a gateway."),
            ),
            POWER_QUERY.replace(ADDRESS, address),
        ),
        Snippet("r", "R", (), R.replace(ADDRESS, address)),
        Snippet(
            "python",
            "Python",
            (say("Nothing to install."),),
            PYTHON.replace(ADDRESS, address),
        ),
        Snippet("pandas", "pandas", (), PANDAS.replace(ADDRESS, address)),
        Snippet("duckdb", "DuckDB", (), DUCKDB.replace(ADDRESS, parquet_address(host))),
    )


ADDRESS = "<address>"

# The address is written out whole: Power BI refreshes nothing whose address it has to work out.
POWER_QUERY = """\
let
    Source = Csv.Document(
        Web.Contents("<address>"),
        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
    ),
    Headed = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
    Typed = Table.TransformColumnTypes(
        Headed,
        {
            {"events", Int64.Type},
            {"rate", type number}, {"rate_low", type number}, {"rate_high", type number},
            {"ratio", type number}, {"ratio_low", type number}, {"ratio_high", type number}
        },
        "en-GB"
    )
in
    Typed
"""

R = """\
figures <- read.csv("<address>", na.strings = "", fileEncoding = "UTF-8-BOM")
searches <- subset(figures, measure == "search-rate" & group_kind == "group")
print(searches[c("force_name", "from", "to", "group", "rate", "rate_low", "rate_high")])
"""

PYTHON = """\
import csv
import io
import urllib.request

with urllib.request.urlopen("<address>") as answer:
    text = answer.read().decode("utf-8-sig")
for row in csv.DictReader(io.StringIO(text, newline="")):
    if row["measure"] == "search-rate" and row["group_kind"] == "group":
        print(row["force_name"], row["group"], row["rate"], row["rate_low"], row["rate_high"])
"""

PANDAS = """\
import pandas

figures = pandas.read_csv("<address>")
searches = figures.query("measure == 'search-rate' and group_kind == 'group'")
print(searches[["force_name", "from", "to", "group", "rate", "rate_low", "rate_high"]])
"""

DUCKDB = """\
SELECT force_name, "from", "to", "group", rate, rate_low, rate_high
FROM '<address>'
WHERE measure = 'search-rate' AND group_kind = 'group';
"""
