"""Figures as files: every format comes from one list of columns and from the frozen row."""
