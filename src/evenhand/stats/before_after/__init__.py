"""Before and after a reform: what was written down beforehand, and what the series then said."""
