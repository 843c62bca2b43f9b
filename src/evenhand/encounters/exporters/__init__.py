"""From one stop, recorded once, the separate records that national returns expect.

Nothing is asked again for them: every function takes a stop that meets the rules and answers rows,
each a text for every column. What is not known is an empty cell, or the words that a return has for
it; it is never the group Other.
"""

from evenhand.encounters.exporters.code_a import code_a_records
from evenhand.encounters.exporters.force import force_reports
from evenhand.encounters.exporters.rows import Row, as_csv
from evenhand.encounters.exporters.searches import national_searches

__all__ = ["Row", "as_csv", "code_a_records", "force_reports", "national_searches"]
