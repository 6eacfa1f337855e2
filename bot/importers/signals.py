"""signals.csv: observed facts that raise, lower or hold back advocacy potential."""

from bot.importers.cells import Choice, Day, Text
from bot.importers.columns import Column, Source
from bot.importers.subjects import SUBJECT, exported_by_subject, finding_by_subject, merging_by_subject
from models import Base

SIGNALS = Base.metadata.tables["signals"]

SCORED = (
    "roi_documented",
    "strong_with_csm",
    "many_threads",
    "engaged_in_meetings",
    "unprompted_praise",
    "unprompted_review",
    "unprompted_referral",
    "comfortable_speaker",
    "comfortable_writer",
)
CONTEXT = (
    "long_tenure",
    "renewed_early",
    "expanded",
    "power_use",
    "switched_from_competitor",
    "community_answers",
    "feature_feedback",
    "survey_answered",
    "executive_sponsor",
    "internal_champion",
    "quick_replies",
    "innovative_use",
    "best_practice",
    "transformation",
    "marketing_savvy",
    "shared_values",
    "beta_or_event",
)
HOLDING_BACK = (
    "hard_renewal",
    "keeps_rescheduling",
    "single_threaded",
    "left_company",
    "account_churned",
    "policy_forbids",
    "champion_changed",
)
KINDS = SCORED + CONTEXT + HOLDING_BACK

COLUMNS = (
    SUBJECT,
    Column("kind", Choice(KINDS), required=True, key=True),
    Column("observed_on", Day(), required=True, key=True, past=True),
    Column("source", Text()),
    Column("note", Text()),
)

SOURCE = Source(
    name="signals",
    table=SIGNALS,
    columns=COLUMNS,
    find=finding_by_subject(SIGNALS, COLUMNS),
    merge=merging_by_subject(COLUMNS),
    exported=exported_by_subject(SIGNALS, COLUMNS),
)
