"""Pages of those who have signed in: a force's team, panels, oversight."""
