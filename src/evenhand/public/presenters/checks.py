"""The checks on files in readers' words: their short names, how grave, and what each means."""

from collections.abc import Mapping

GRAVE: Mapping[str, str] = {
    "error": "Cannot be relied on",
    "warning": "May mislead",
    "note": "Good to know",
}

TITLES: Mapping[str, str] = {
    "duplicate-file": "File published twice over",
    "missing-month": "Missing",
    "partial-month": "Partly loaded",
    "blank-column": "A column is blank",
    "no-times": "No times of day",
    "unknown-ethnicity-high": "Ethnicity often not recorded",
    "unknown-ethnicity-jump": "Ethnicity not recorded jumped",
    "outside-month": "Searches outside the month",
    "unknown-vocabulary": "Words not in the list",
    "unknown-hidden-in-other": "Not stated may hide in “Other”",
    "residual-codes-high": "“Any other” used often",
    "coordinates-outside-area": "Places outside the area",
}

MEANINGS: Mapping[str, str] = {
    "duplicate-file": (
        "Many rows stand in the file more than once. A few can be genuine; so many look like one "
        "file put in twice."
    ),
    "missing-month": (
        "There is no file for a month between the first and the last that we have. It is not "
        "counted as zero: rates are set against the months that there are."
    ),
    "partial-month": (
        "Far fewer rows than usual, or none for a part of the month or of the area. It is counted "
        "as a whole month, so rates come out a little too low."
    ),
    "blank-column": (
        "A column is empty in all rows, or in many. What would need it is left out or less sure."
    ),
    "no-times": (
        "Nearly every row says midnight: the time of day was not given. Nothing here needs it."
    ),
    "unknown-ethnicity-high": (
        "People’s ethnicity was not recorded in at least 20 of every 100 searches. That is why an "
        "answer can lie far from what the recorded ones say."
    ),
    "unknown-ethnicity-jump": (
        "How often ethnicity is not recorded changed suddenly. A change in the figures may then be "
        "a change in recording."
    ),
    "outside-month": (
        "Some rows are dated in another month than the file’s. They count in the file’s month."
    ),
    "unknown-vocabulary": (
        "The file uses words that are in no list of ours. They are kept, and counted as not known."
    ),
    "unknown-hidden-in-other": (
        "Hardly any ethnicity is missing, and “Other” is far larger than its share of residents. "
        "What was not stated may have been recorded as “Other”."
    ),
    "residual-codes-high": (
        "Many people were recorded as “any other” of a group. The five groups hold; finer ones "
        "mislead."
    ),
    "coordinates-outside-area": (
        "Places lie at least 5 kilometres outside the force’s area. Nothing here uses places."
    ),
}

# Where an error means more than a warning of the same check.
GRAVEST: Mapping[str, str] = {
    "unknown-ethnicity-high": (
        "People’s ethnicity was not recorded in at least 40 of every 100 searches. How groups "
        "compare then depends more on what was not recorded than on what was."
    ),
}
