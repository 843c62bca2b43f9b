"""Scrutiny at somebody's desk: draws, cases, findings, recommendations, meetings and visits."""
