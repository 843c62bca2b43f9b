"""Pages that anyone may read, from frozen figures only."""
