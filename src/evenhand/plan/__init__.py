"""Promises that cannot be quietly changed: plans, actions, evidence, disputes, and their status."""
