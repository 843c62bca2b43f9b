"""From files as supplied to tables of columns that we know, still in the supplier's words."""
