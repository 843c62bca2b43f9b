"""The limits that rules and fields share."""

MOST_PEOPLE = 20
"""A minibus is full; a coach is stopped, not its passengers."""

NO_SPECIFIC_REASON = "routine_check_no_specific_reason"
"""The honest answer where nothing in particular led to the stop."""
