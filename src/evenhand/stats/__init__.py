"""Statistics on small tables of counts: rates, ratios, ranges, and how sure they are.

Arrays in, arrays out, broadcasting as NumPy does; no files, no engine. Counts must be whole numbers
and exposures above zero, or ``InvalidCounts`` says which is not. NaN means "not defined".
"""

from evenhand.stats.agreement import Agreement, agreement
from evenhand.stats.before_after.registration import (
    Judgement,
    Registration,
    judge_registration,
)
from evenhand.stats.before_after.series import BeforeAfter, interrupted_series
from evenhand.stats.darkness import Darkness, veil_of_darkness
from evenhand.stats.differences import excess_events, rate_difference
from evenhand.stats.dispersion import Overdispersion, log_ratio, overdispersion, z_scores
from evenhand.stats.errors import CannotTell, InvalidCounts, InvalidTable, StatsError
from evenhand.stats.estimate import Estimate, Range
from evenhand.stats.expected import expected_range
from evenhand.stats.funnel_places import (
    Funnel,
    Place,
    binomial_funnel,
    poisson_funnel,
    ratio_funnel,
)
from evenhand.stats.funnels import binomial_limits, funnel_limits, poisson_limits
from evenhand.stats.medians import median
from evenhand.stats.models.areas import SmallAreas, smooth_areas
from evenhand.stats.models.shrinkage import ShrunkRatios, shrink_ratios
from evenhand.stats.odds import odds_ratio
from evenhand.stats.proportions import (
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
)
from evenhand.stats.raters import RaterAgreement, fleiss_kappa, krippendorff_alpha
from evenhand.stats.rates import rate
from evenhand.stats.ratios import rate_ratio, ratio_of_rates
from evenhand.stats.sample_sizes import cases_to_estimate, cases_to_see_one
from evenhand.stats.samples import (
    FrameShare,
    Missed,
    WorstCase,
    chance_of_none,
    largest_missed,
    share_of_frame,
    worst_case,
)
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
from evenhand.stats.within.benchmarks import (
    Benchmark,
    BenchmarkRow,
    Benchmarks,
    compare_benchmarks,
)
from evenhand.stats.within.bounds import SelectionBounds, selection_bounds
from evenhand.stats.within.mix import DifferenceParts, decompose_difference
from evenhand.stats.within.places import RatioParts, decompose_change_in_ratio, decompose_ratio
from evenhand.stats.within.reasons import (
    ChangeParts,
    ReasonParts,
    decompose_by_reason,
    decompose_change_by_reason,
)

__all__ = [
    "Agreement",
    "BeforeAfter",
    "Benchmark",
    "BenchmarkRow",
    "Benchmarks",
    "CannotTell",
    "ChangeParts",
    "Darkness",
    "DifferenceParts",
    "Estimate",
    "FrameShare",
    "Funnel",
    "InvalidCounts",
    "InvalidTable",
    "Judgement",
    "Missed",
    "Overdispersion",
    "Place",
    "Range",
    "RaterAgreement",
    "RatioParts",
    "ReasonParts",
    "Registration",
    "SelectionBounds",
    "ShrunkRatios",
    "SmallAreas",
    "StatsError",
    "Visibility",
    "WorstCase",
    "agreement",
    "binomial_funnel",
    "binomial_limits",
    "cases_to_estimate",
    "cases_to_see_one",
    "chance_of_none",
    "compare_benchmarks",
    "decompose_by_reason",
    "decompose_change_by_reason",
    "decompose_change_in_ratio",
    "decompose_difference",
    "decompose_ratio",
    "difference_of_proportions",
    "directly_standardised_rate",
    "excess_events",
    "expected_range",
    "fleiss_kappa",
    "funnel_limits",
    "indirect_ratio",
    "interrupted_series",
    "judge_registration",
    "krippendorff_alpha",
    "largest_missed",
    "log_ratio",
    "mantel_haenszel_odds_ratio",
    "mantel_haenszel_rate_ratio",
    "mantel_haenszel_risk_ratio",
    "median",
    "odds_ratio",
    "overdispersion",
    "poisson_funnel",
    "poisson_limits",
    "proportion",
    "rate",
    "rate_difference",
    "rate_ratio",
    "ratio_funnel",
    "ratio_of_proportions",
    "ratio_of_rates",
    "selection_bounds",
    "share_of_frame",
    "shrink_ratios",
    "smallest_detectable_change",
    "smallest_detectable_change_in_ratio",
    "smallest_detectable_ratio",
    "smallest_detectable_ratio_of_proportions",
    "smooth_areas",
    "tipping_share",
    "unknown_range",
    "unknown_range_of_proportions",
    "veil_of_darkness",
    "visibility_test",
    "worst_case",
    "z_scores",
]
