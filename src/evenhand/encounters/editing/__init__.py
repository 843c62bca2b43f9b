"""Records set right by people: questions made of the rules, forms, what changed."""
