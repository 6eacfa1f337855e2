"""After a year of everything that people do and leave undone, nothing is left hanging and nobody was bothered at night."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.queries.open_thanks import csms_with_open_thanks, open_ids
from bot.queries.waits import profiles, wait_of
from bot.rules.deadlines import ASK_DEADLINES
from bot.rules.kinds import HIGH_EFFORT
from bot.rules.lifecycle import CLOSED, LIVE_REQUEST
from bot.sandbox.founding import found, roles
from bot.sandbox.server import SlackServer
from bot.services import owed
from bot.settings import Settings
from bot.wiring import build
from models import Account, Activity, Advocate, Ask, AuditEntry, ReferenceRequest, Slot
from tests.simulation.behaviour import buttons
from tests.simulation.year import Year

FIRST = date(2027, 11, 29)
"""A Monday: New Year, 29 February and both clock changes lie in the year that follows."""
YEAR, SILENCE = 366, 60
"""Days of life, then days in which nobody does anything and the deadlines have to bring everything to an end."""


@pytest.fixture(scope="module")
def seed() -> Iterator[int]:
    """The same seed gives the same behaviour and the same ids; threads that deliver at once may still meet in another order."""
    seed = int(os.environ.get("YEAR_SEED") or 1)
    ids = SimpleNamespace(randbits=random.Random(seed).getrandbits)
    began = int(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC).timestamp())
    milliseconds = SimpleNamespace(time_ns=count(began * 1_000_000_000, 1_000_000).__next__)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.base.secrets", ids)
        patch.setattr("models.base.time", milliseconds)
        yield seed


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Iterator[Year]:
    print(f"\nthe year's seed is {seed}; another year: YEAR_SEED={seed + 1}")
    clock = FixedClock(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC))
    path: Path = tmp_path_factory.mktemp("year") / "advocates.db"
    url = f"sqlite:///{path}"
    workspace = found(url, clock)
    with SlackServer(workspace) as server:
        wired = build(
            Settings(
                _env_file=None,
                database_url=url,
                slack_bot_token="xoxb-sandbox",
                slack_signing_secret="a-signing-secret",
                slack_api_url=server.url,
                program_owners=",".join(roles().owners),
                executives=",".join(roles().executives),
            ),
            clock,
        )
        lived = Year(wired, clock, workspace, FIRST, seed)
        began, busy = time.monotonic(), time.process_time()
        lived.live(YEAR)
        alive = len(lived.heard)
        lived.be_silent(SILENCE)
        print(
            f"{lived.behaviour.filed} requests, {alive} messages and {len(lived.heard) - alive} in the silence,"
            f" {lived.jobs.total()} jobs, in {time.monotonic() - began:.0f} s, {time.process_time() - busy:.0f} s of them at work;"
            f" pressed {lived.behaviour.pressed}; refused {lived.behaviour.refused}"
        )
        yield lived
        wired.close()
    unexpected = [
        one for one in workspace.refusals if one.error != "missing_scope"
    ]  # files are a convenience
    assert [f"{one.method}: {one.error} {one.detail}" for one in unexpected] == []


def test_a_year_was_really_lived(year: Year) -> None:
    with year.program.reading() as session:
        states = Counter(session.scalars(select(Ask.state).where(Ask.origin == "bot")))
        activities = session.query(Activity).filter_by(origin="bot").count()
    assert year.behaviour.filed > 8
    assert activities >= 1
    assert states["released"], states
    assert len(year.heard) > 50
    assert year.spared > 50, "the shortcut of the hourly job is never taken"


def test_no_ask_is_older_than_its_deadlines(year: Year) -> None:
    now = year.clock.now()
    with year.program.reading() as session:
        rows = session.execute(
            select(Ask, Advocate, Account, ReferenceRequest)
            .join(Advocate, Advocate.id == Ask.advocate_id)
            .join(Account, Account.id == Advocate.account_id)
            .join(ReferenceRequest, ReferenceRequest.id == Ask.request_id)
            .where(Ask.due_at.is_not(None))
        ).all()
        for ask, advocate, account, request in rows:
            known = profiles(session, {request.requester}, {account.csm}, now)
            policy = year.program.policy_in(session)
            wait = wait_of(ask, advocate, account, request.requester, known, policy)
            assert wait is not None
            due = wait.due(now)
            assert due is None or now - due.at < timedelta(hours=1), (ask.id, ask.state, due)


def test_after_the_silence_only_what_the_owners_have_in_their_list_is_open(year: Year) -> None:
    with year.program.reading() as session:
        for ask in session.scalars(select(Ask).where(Ask.origin == "bot")):
            settled = ask.state in CLOSED and (ask.state != "unused" or ask.told_at is not None)
            assert settled or ask.with_owners_since is not None, (ask.id, ask.state, ask.due_at)
        for request in session.scalars(select(ReferenceRequest)):
            waits_for_company = any(
                ask.state == "awaiting_approval"
                for ask in session.scalars(select(Ask).where(Ask.request_id == request.id))
            )
            assert request.state not in LIVE_REQUEST or waits_for_company, (request.id, request.state)


def test_every_yes_was_thanked_or_told_or_is_in_the_owners_list(year: Year) -> None:
    yes = 0
    with year.program.reading() as session:
        for ask in session.scalars(select(Ask).where(Ask.origin == "bot", Ask.answer == "yes")):
            yes += 1
            if ask.state == "completed":
                activity = session.scalars(select(Activity).where(Activity.ask_id == ask.id)).one()
                deadline = owed.deadline_of(activity, year.clock.now())
                assert deadline is None or activity.with_owners_since is not None, activity.id
            elif ask.state == "unused":
                assert ask.told_at is not None or ask.with_owners_since is not None, ask.id
            else:
                assert ask.with_owners_since is not None, (ask.id, ask.state)
    assert yes


def test_everyone_who_did_something_is_thanked_or_on_a_list(year: Year) -> None:
    """Asked or not: thanked, in the owners' list, or of the time before the bot and in their CSM's list or let go from it."""
    today = year.clock.now().date()
    with year.program.reading() as session:
        listed = {
            one for csm in csms_with_open_thanks(session, today) for one in open_ids(session, csm, today)
        }
        for activity in session.scalars(select(Activity).where(Activity.effort > 0)):
            gone = session.get_one(Advocate, activity.advocate_id).stage == "retired"
            settled = activity.thanked_on is not None or activity.thanked_how is not None
            assert settled or gone or activity.with_owners_since is not None or activity.id in listed, (
                activity.id,
                activity.origin,
                activity.completed_on,
            )


def test_whoever_is_waited_for_was_told(year: Year) -> None:
    """Each step taken stands in Slack: no message waits that should have gone out, and none was given up."""
    now = year.clock.now()
    with year.program.reading() as session:
        for slot in session.scalars(select(Slot)):
            assert slot.parked_reason is None, (slot.subject_kind, slot.parked_reason)
            if slot.sent_version < slot.wanted_version:
                assert slot.due_at > now, (slot.subject_kind, slot.audience, slot.last_error)
        listed = session.scalars(select(Ask.id).where(Ask.with_owners_since.is_not(None))).first()
        if listed:
            lists = session.query(Slot).filter_by(subject_kind="owners_list").all()
            assert lists
            assert all(slot.ts for slot in lists)
        reminded = session.scalars(
            select(Ask).where(Ask.steps_taken > 0, Ask.state.in_(list(ASK_DEADLINES)))
        ).all()
        for ask in reminded:
            audience = ("request", ask.request_id) if ask.state == "scheduled" else ("ask", ask.id)
            slot = session.scalars(
                select(Slot).where(Slot.subject_kind == audience[0], Slot.subject_id == audience[1])
            ).first()
            assert slot is not None, ask.id


def test_no_message_of_a_job_came_outside_its_readers_hours(year: Year) -> None:
    late = [
        f"{one.at:%a %d %b %H:%M} UTC in {one.zone}: {one.text}"
        for one in year.heard
        if one.by_job and not one.in_hours
    ]
    assert late == []
    assert sum(one.by_job for one in year.heard) > 10


def test_nobody_was_told_the_same_thing_twice(year: Year) -> None:
    keys = Counter((one.reader, one.key) for one in year.heard)
    assert [key for key, count in keys.items() if count > 1] == []
    for reader_ in {one.reader for one in year.heard}:
        heard = [one for one in year.heard if one.reader == reader_]
        for before, after in pairwise(sorted(heard, key=lambda one: (one.text, one.at))):
            if before.text == after.text:
                assert after.at - before.at >= timedelta(minutes=59), (before.at, after.at, after.text[:200])


def test_every_limit_held(year: Year) -> None:
    policy = year.program.policy
    with year.program.reading() as session:
        advocates = {one.id: one for one in session.scalars(select(Advocate))}
        counted = list(session.scalars(select(Ask).where(Ask.counted_on.is_not(None))))
    for ask in counted:
        if ask.origin != "bot":
            continue
        assert ask.counted_on is not None
        on = ask.counted_on

        def within(days: int, others: list[Ask], on: date = on) -> list[Ask]:
            return [
                one
                for one in others
                if one.counted_on is not None and on - timedelta(days=days) < one.counted_on <= on
            ]

        own = [one for one in counted if one.advocate_id == ask.advocate_id]
        company = [
            one
            for one in counted
            if advocates[one.advocate_id].account_id == advocates[ask.advocate_id].account_id
        ]
        assert len(within(90, own)) <= policy.asks_per_90_days, ask.id
        assert len(within(365, own)) <= policy.asks_per_365_days, ask.id
        assert sum(one.effort for one in within(365, own)) <= policy.effort_per_365_days, ask.id
        assert len(within(90, company)) <= policy.account_asks_per_90_days, ask.id
        for one in within(policy.ask_cooldown_days, own):
            assert one.id == ask.id, (ask.id, one.id)
        high = [one for one in own if one.effort >= HIGH_EFFORT and one.id != ask.id]
        assert within(policy.high_effort_cooldown_days, high) == [], ask.id


def test_no_executive_was_asked_for_more_words_than_fit_into_their_week(year: Year) -> None:
    with year.program.reading() as session:
        prompted = session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == "executive_prompted")
        ).all()
    weeks = Counter((str(one["executive"]), str(one["week"])) for one in prompted)
    assert weeks
    assert max(weeks.values()) <= year.program.policy.exec_notes_per_week


def test_noticing_is_not_asking(year: Year) -> None:
    with year.program.reading() as session:
        noticed = set(session.scalars(select(Slot.id).where(Slot.subject_kind == "milestones")))
    shown = [
        message
        for channel in year.workspace.channels()
        for message in year.workspace.messages(channel.id)
        if message.metadata and message.metadata["event_payload"]["slot"] in noticed
    ]
    assert shown
    offered = {button.action_id for message in shown for button in buttons(message)}
    assert not {one for one in offered if one.startswith(("ask_", "reference_request"))}, offered
