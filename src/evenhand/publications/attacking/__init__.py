"""A patient reader's attack on all that is published: what it finds refuses a release."""
