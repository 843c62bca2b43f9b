"""Watching many series at once: has one changed, since when, and how often would chance say so?

Series lie along the last axis, month by month; NaN is a month that is missing, and a missing month
is never a month of no events. A series is compared with its own history alone.
"""

from evenhand.stats.watching.change_points import ChangePoints, change_points
from evenhand.stats.watching.cusum import (
    Cusum,
    binomial_cusum,
    poisson_cusum,
)
from evenhand.stats.watching.discoveries import false_discovery, q_values, share_unchanged
from evenhand.stats.watching.ewma import (
    Ewma,
    binomial_ewma,
    ewma_limit,
    month_scores,
    poisson_ewma,
)
from evenhand.stats.watching.farrington import Farrington, farrington_bounds
from evenhand.stats.watching.midp import binomial_mid_p, poisson_mid_p, ratio_mid_p
from evenhand.stats.watching.run_lengths import cusum_run_length, cusum_threshold
from evenhand.stats.watching.run_rules import RunRules, run_rules
from evenhand.stats.watching.series import phi_of_history, season

__all__ = [
    "ChangePoints",
    "Cusum",
    "Ewma",
    "Farrington",
    "RunRules",
    "binomial_cusum",
    "binomial_ewma",
    "binomial_mid_p",
    "change_points",
    "cusum_run_length",
    "cusum_threshold",
    "ewma_limit",
    "false_discovery",
    "farrington_bounds",
    "month_scores",
    "phi_of_history",
    "poisson_cusum",
    "poisson_ewma",
    "poisson_mid_p",
    "q_values",
    "ratio_mid_p",
    "run_rules",
    "season",
    "share_unchanged",
]
