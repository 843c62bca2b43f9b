"""Data packs: what a scrutiny panel reads before it meets, all of it from what is published."""
