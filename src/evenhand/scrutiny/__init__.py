"""Community scrutiny that nobody can steer: draws, cases, findings, and what follows from them."""
