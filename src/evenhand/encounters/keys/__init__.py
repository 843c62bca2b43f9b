"""What is done with a force's keys: where they lie, sealing, keyed digests, officers' passes."""
