"""`python -m evenhand.cli` is the same as `evenhand`."""

from evenhand.cli.run import main

main()
