"""People, their roles, and the organisation that each acts for."""
