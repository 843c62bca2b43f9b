"""The private log: who did or saw what. Services write it; investigators read it."""
