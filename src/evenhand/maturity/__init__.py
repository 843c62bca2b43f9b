"""How mature a force's work is: what it says itself, and what others say beside it."""
