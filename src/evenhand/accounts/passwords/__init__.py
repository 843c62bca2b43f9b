"""What makes a password good enough: length, and that no thief has it on a list."""
