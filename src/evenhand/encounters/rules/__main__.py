"""Write what is made from the rules: ``python -m evenhand.encounters.rules [PAGE]``.

Without a page, the published schema; with one, the tables between its marks too.
"""

import sys
from pathlib import Path

from evenhand.encounters.rules import page, schema

if __name__ == "__main__":
    schema.FILE.write_text(schema.text(), encoding="utf-8")
    for path in map(Path, sys.argv[1:]):
        path.write_text(page.filled(path.read_text(encoding="utf-8")), encoding="utf-8")
