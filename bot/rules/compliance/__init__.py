"""The incentive guard: whether something of value may be given, for what, when and to whom.

Pure: the platforms' rules and the sources of all the others are data beside this module.
"""

from bot.rules.compliance.finding import BLOCK, HOLD, PASS, Finding, Ruling
from bot.rules.compliance.guard import judge
from bot.rules.compliance.platforms import PlatformRule, canonical_platform, shipped_platforms
from bot.rules.compliance.proposal import INCENTIVES, RELATIONS, SECTORS, TIMINGS, Proposal

__all__ = [
    "BLOCK",
    "HOLD",
    "INCENTIVES",
    "PASS",
    "RELATIONS",
    "SECTORS",
    "TIMINGS",
    "Finding",
    "PlatformRule",
    "Proposal",
    "Ruling",
    "canonical_platform",
    "judge",
    "shipped_platforms",
]
