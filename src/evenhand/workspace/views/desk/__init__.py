"""The plan at somebody's desk: what is in it, how an action stands, every step with one."""
