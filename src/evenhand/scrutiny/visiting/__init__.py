"""What panels have in their calendar: their own meetings, and visits within the force."""
