"""How much of a file is read at all, and how long."""

BYTES = 20 * 2**20
"""Of a file as it is sent."""
UNPACKED = 96 * 2**20
"""Of what a package says it holds: a bomb says petabytes, a report of 20 MB rarely 60."""
ENTRIES = 4_000
PAGES = 100
CELLS = 200_000
PIXELS = 40_000_000
"""Of one picture: a telephone's camera makes 12 to 50 million, a page of A4 two."""
SECONDS = 60
"""Of the process that reads it; a hundred pages take about 30."""
PATIENCE = 90
"""Seconds until the process is ended, on a machine that has other things to do."""
AT_ONCE = 2
"""Processes: who sends a third file waits."""
MEMORY = 3 * 2**30
"""Bytes of address space; most of it is libraries that are mapped and never touched."""
