"""Anchor cases: set by an outside body, laid before every panel, so that red means the same."""
