"""What can go wrong when counts are turned into measures, said in words."""


class StatsError(ValueError):
    """Something asked of ``evenhand.stats`` cannot be done as asked."""


class InvalidCounts(StatsError):
    """A count or an exposure cannot be what it claims to be; the message names which."""


class CannotTell(StatsError):
    """The data cannot answer the question, and a number would mislead."""


class InvalidTable(StatsError):
    """A dataframe lacks a column or a reference row, or holds a group twice."""
