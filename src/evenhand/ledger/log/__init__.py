"""A log in the database: how entries get their places, and how they are checked."""
