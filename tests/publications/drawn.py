"""Forces to draw, and what a picture's specification holds."""

from typing import Any

from evenhand.stats import Overdispersion

Values = dict[str, Any]
WORDS = {"name": "it", "title": "What is drawn", "description": "What is <seen>"}
SPREAD = Overdispersion(phi=4.0, tau_squared=0.05, units=43, left_out=0)
FORCES = [
    {"name": name, "ratio": ratio, "error": 0.1, "ratio_low": ratio * 0.8, "label": "in words"}
    | {"ratio_high": ratio * 1.2}
    for name, ratio in (("Wiltshire", 9.0), ("Avon", 2.0), ("Kent", 3.1), ("City", 2.8))
]
UNSEEN = {**dict.fromkeys(("ratio", "error", "ratio_low", "ratio_high")), "label": "not shown"}


def rows_of(specification: Values, kind: str, **mark: Any) -> list[list[Values]]:
    return [
        layer["data"]["values"]
        for layer in specification["layer"]
        if {"type": kind, **mark}.items() <= layer["mark"].items() and layer["data"]["values"]
    ]


def words_in(specification: Values) -> list[str]:
    return [row["word"] for rows in rows_of(specification, "text") for row in rows if "word" in row]
