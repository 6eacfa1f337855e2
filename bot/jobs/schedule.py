"""The whole timetable. A job looks at what is due by the moment it is given and can be repeated without harm."""

from datetime import UTC

from apscheduler.triggers.cron import CronTrigger

from bot.jobs import (
    ask_reminders,
    deal_results,
    executive_notes,
    friday_line,
    milestones,
    outcome_requests,
    quiet_advocates,
    satisfaction_surveys,
    thank_you_nudges,
    tiers,
    weekly_digest,
)
from bot.jobs.job import Job
from bot.services.digests import unknown_owners

HOURLY = CronTrigger(minute=0, timezone=UTC)
"""For jobs that look at due dates: the readers' zones and working hours are in the dates."""
MONDAYS = CronTrigger(day_of_week="sun,mon", minute="0,30", timezone=UTC)
"""While it is Monday somewhere, for zones that lie half hours apart; the few between them wait a quarter. What was missed is looked
for with the last of them."""
DAILY = CronTrigger(hour=0, minute=0, timezone=UTC)
"""For what a new day changes by itself: days are UTC."""
WEEKLY = CronTrigger(day_of_week="mon", hour=0, minute=0, timezone=UTC)

TIMETABLE = (
    Job("ask_reminders", HOURLY, ask_reminders.run),
    Job("outcome_requests", HOURLY, outcome_requests.run),
    Job("deal_results", DAILY, deal_results.run),
    Job("thank_you_nudges", HOURLY, thank_you_nudges.run),
    Job("milestones", HOURLY, milestones.run),
    Job("tiers", DAILY, tiers.run),
    Job("quiet_advocates", WEEKLY, quiet_advocates.run),
    Job("executive_notes", HOURLY, executive_notes.run),
    Job("friday_line", HOURLY, friday_line.run),
    Job("satisfaction_surveys", DAILY, satisfaction_surveys.run),
    Job("weekly_digest", MONDAYS, weekly_digest.run, unknown_owners),
)
