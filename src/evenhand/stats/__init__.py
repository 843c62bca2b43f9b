"""Statistics on small tables of counts: rates, ratios, ranges, and how sure they are.

Arrays in, arrays out, broadcasting as NumPy does; no files, no engine. Counts must be whole numbers
and exposures above zero, or ``InvalidCounts`` says which is not. NaN means "not defined".
"""

from evenhand.stats.agreement import Agreement, agreement
from evenhand.stats.darkness import Darkness, veil_of_darkness
from evenhand.stats.differences import excess_events, rate_difference
from evenhand.stats.dispersion import Overdispersion, log_ratio, overdispersion, z_scores
from evenhand.stats.errors import CannotTell, InvalidCounts, InvalidTable, StatsError
from evenhand.stats.estimate import Estimate, Range
from evenhand.stats.expected import expected_range
from evenhand.stats.funnels import binomial_limits, funnel_limits, poisson_limits
from evenhand.stats.medians import median
from evenhand.stats.odds import odds_ratio
from evenhand.stats.proportions import (
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
)
from evenhand.stats.rates import rate
from evenhand.stats.ratios import rate_ratio, ratio_of_rates
from evenhand.stats.smallest import (
    smallest_detectable_change,
    smallest_detectable_change_in_ratio,
    smallest_detectable_ratio,
)
from evenhand.stats.smallest_proportions import smallest_detectable_ratio_of_proportions
from evenhand.stats.standardise import directly_standardised_rate, indirect_ratio
from evenhand.stats.strata import (
    mantel_haenszel_odds_ratio,
    mantel_haenszel_rate_ratio,
    mantel_haenszel_risk_ratio,
)
from evenhand.stats.unknown import (
    tipping_share,
    unknown_range,
    unknown_range_of_proportions,
)
from evenhand.stats.visibility import Visibility, visibility_test

__all__ = [
    "Agreement",
    "CannotTell",
    "Darkness",
    "Estimate",
    "InvalidCounts",
    "InvalidTable",
    "Overdispersion",
    "Range",
    "StatsError",
    "Visibility",
    "agreement",
    "binomial_limits",
    "difference_of_proportions",
    "directly_standardised_rate",
    "excess_events",
    "expected_range",
    "funnel_limits",
    "indirect_ratio",
    "log_ratio",
    "mantel_haenszel_odds_ratio",
    "mantel_haenszel_rate_ratio",
    "mantel_haenszel_risk_ratio",
    "median",
    "odds_ratio",
    "overdispersion",
    "poisson_limits",
    "proportion",
    "rate",
    "rate_difference",
    "rate_ratio",
    "ratio_of_proportions",
    "ratio_of_rates",
    "smallest_detectable_change",
    "smallest_detectable_change_in_ratio",
    "smallest_detectable_ratio",
    "smallest_detectable_ratio_of_proportions",
    "tipping_share",
    "unknown_range",
    "unknown_range_of_proportions",
    "veil_of_darkness",
    "visibility_test",
    "z_scores",
]
