"""The public log: what was promised, drawn, answered and published. It is only added to."""
