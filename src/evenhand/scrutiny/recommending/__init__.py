"""Recommendations: made, answered in time or escalated, carried by the plan, and judged."""
