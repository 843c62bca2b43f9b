"""Forms of the plan: what people type, checked; the services decide whether it may be."""
