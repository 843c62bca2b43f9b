"""Models in which parts borrow strength from each other: units of a kind, and neighbours."""
