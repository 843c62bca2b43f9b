"""Who was searched: ethnicity as they gave it, as the officer saw it, sex and age."""

from dataclasses import dataclass
from functools import cache

from evenhand.records.codes import tables
from evenhand.records.codes.lists import CodeList, code_list


@dataclass(frozen=True)
class Ethnicity:
    """A self-defined ethnicity as some source writes it.

    Attributes
    ----------
    vocabulary : where the text is used: ``current`` and ``old`` are data.police.uk's.
    sde_code : the police's self-defined ethnicity code, where the text is as fine as one.
    five_group : White, Mixed, Asian, Black, Other or Unknown. Not stated is Unknown.
    census_group : the Census 2021 group, where the text is as fine as one.
    residual : it is one of the "any other" codes, which people fall back on.
    n_code_reason : why no ethnicity was given, where that was recorded.
    """

    id: int
    label: str
    vocabulary: str
    sde_code: str | None
    five_group: str
    census_group: str | None
    residual: bool
    n_code_reason: str | None


@dataclass(frozen=True)
class OfficerDefined:
    """An ethnicity as an officer perceived it, and the five-group that it is compared with."""

    id: int
    label: str
    vocabulary: str
    five_group: str


@dataclass(frozen=True)
class Gender:
    """A sex or gender as data.police.uk writes it."""

    id: int
    label: str


@dataclass(frozen=True)
class Age:
    """An age range, both ends included; None where it is open or not known."""

    id: int
    label: str
    vocabulary: str
    youngest: int | None
    oldest: int | None


@cache
def ethnicities() -> CodeList[Ethnicity]:
    """Self-defined ethnicity in every vocabulary that was met: old, current, codes, tables."""
    return code_list(
        "ethnicity",
        (
            Ethnicity(
                id=int(row["id"]),
                label=row["label"],
                vocabulary=row["vocabulary"],
                sde_code=row["sde_code"] or None,
                five_group=row["five_group"],
                census_group=row["census_group"] or None,
                residual=bool(tables.truth(row["residual"])),
                n_code_reason=row["n_code_reason"] or None,
            )
            for row in tables.read("ethnicity.csv")
        ),
    )


@cache
def officer_defined() -> CodeList[OfficerDefined]:
    """Officer-defined ethnicity: data.police.uk's five, the IC codes, the Home Office's groups."""
    return code_list(
        "officer-defined ethnicity",
        (
            OfficerDefined(int(row["id"]), row["label"], row["vocabulary"], row["five_group"])
            for row in tables.read("officer_defined.csv")
        ),
    )


@cache
def genders() -> CodeList[Gender]:
    """Sex or gender as published."""
    return code_list(
        "gender", (Gender(int(row["id"]), row["label"]) for row in tables.read("genders.csv"))
    )


@cache
def ages() -> CodeList[Age]:
    """Age ranges of data.police.uk, and the Home Office's where they differ."""
    return code_list(
        "age",
        (
            Age(
                id=int(row["id"]),
                label=row["label"],
                vocabulary=row["vocabulary"],
                youngest=tables.number(row["youngest"]),
                oldest=tables.number(row["oldest"]),
            )
            for row in tables.read("ages.csv")
        ),
    )
