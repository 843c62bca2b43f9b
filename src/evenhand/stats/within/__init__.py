"""What lies inside one number: its parts, its other benchmarks, and what a choice has hidden."""
