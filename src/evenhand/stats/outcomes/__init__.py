"""Outcome tests: what came of searches, and what that says about who was searched on less.

``find_rates`` compares averages, by stratum. ``threshold`` fits the Bayesian threshold test, which
needs the extra ``evenhand[bayes]``; nothing here imports it before it is asked to.
"""
