"""The language guard at work: reads what a person is about to send, refuses what it should, and remembers what it said.

with texts.remembering(program), program.changing() as session:
    …
    texts.clear(session, program, by, Written(text, occasion, advocate.id))
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.contribution_facts import ImpactYear
from bot.errors import Refused
from bot.facts import ActivityStory, AdvocateCard
from bot.queries import texts as queries
from bot.rules.language import Finding, Occasion, Outcome, Purpose, TextVerdict, judge_text
from bot.rules.language.reuse import COMPARED, Fingerprint, fingerprint_of
from bot.satisfaction_facts import SurveyStory
from bot.services.opened import Opened
from bot.services.program import Program, record
from messages.contributions import draft_letter
from messages.satisfaction import draft_survey
from messages.texts import on_field
from messages.thank_yous import draft_thanks
from models import GuardDecision, TextBand, TextFingerprint

SECOND_THOUGHTS = timedelta(days=1)
"""How long a flag holds: the same text sent again within it goes through."""


@dataclass(frozen=True)
class Written:
    """A text that a person is about to send, or says they sent."""

    text: str
    occasion: Occasion
    advocate_id: str | None = None
    """Who it is for or about."""
    account_id: str | None = None
    """The company it is about, where it is for nobody in particular."""
    request_id: str | None = None
    drafted: str | None = None
    """The draft they were given; what they left of it is not theirs and is compared with nothing."""
    field: str = "text"
    """The field of the modal on which a refusal stands."""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.strip().encode()).hexdigest()

    @property
    def subject(self) -> tuple[str, str]:
        """What it is for, and whom or which company it is about."""
        return str(self.occasion.purpose or "text"), self.advocate_id or self.account_id or ""

    @property
    def compared(self) -> bool:
        """Whether it must be for one person only."""
        return self.occasion.purpose in COMPARED and bool(self.subject[1])


@dataclass(frozen=True)
class _Decision:
    by: str
    at: datetime
    written: Written
    verdict: TextVerdict
    override: bool


class Held(Refused):
    """The guard holds a text back. `remembering` writes down that it did."""

    def __init__(self, decision: _Decision, says: str) -> None:
        blocked = decision.verdict.outcome is Outcome.BLOCK
        super().__init__(
            "text_blocked" if blocked else "text_flagged", says=says, field=decision.written.field
        )
        self.decision = decision


@contextmanager
def remembering(program: Program) -> Iterator[None]:
    """Around the transaction in which `clear` is called: what held a text back is kept although nothing else is changed."""
    try:
        yield
    except Held as held:
        with program.changing() as session:
            _remember(session, held.decision)
        raise


def note(text: str, it: Opened) -> Written:
    """A CSM's note with an ask."""
    names = (it.account.name, it.request.prospect or "")
    occasion = Occasion(Purpose.ASK, it.ask.kind, it.advocate.name, names, tuple(it.account.products))
    return Written(text, occasion, it.advocate.id, request_id=it.request.id, field="note")


def thank_you(text: str, activity: ActivityStory, request_id: str | None) -> Written:
    """A CSM's thanks for an activity."""
    names = (activity.advocate.account, activity.prospect or "")
    occasion = Occasion(Purpose.THANKS, activity.kind, activity.advocate.name, names)
    drafted = draft_thanks(activity)
    return Written(text, occasion, activity.advocate.id, request_id=request_id, drafted=drafted)


def letter(text: str, year: ImpactYear) -> Written:
    """A CSM's letter about a year of somebody's help."""
    names = (year.advocate.account, *(one.prospect for one in year.activities if one.prospect))
    occasion = Occasion(Purpose.THANKS, None, year.advocate.name, names)
    return Written(text, occasion, year.advocate.id, drafted=draft_letter(year))


def survey(story: SurveyStory) -> Written:
    """The draft with which a CSM asks an advocate how they find the program."""
    names = (story.advocate.account, story.prospect or "")
    occasion = Occasion(Purpose.SURVEY, story.kind, story.advocate.name, names)
    return Written(draft_survey(story), occasion, story.advocate.id)


def feedback(text: str, advocate: AdvocateCard) -> Written:
    """What an advocate told, for a channel; or what whoever decided says of it, for them."""
    occasion = Occasion(Purpose.FEEDBACK, None, advocate.name, (advocate.account,))
    return Written(text, occasion, advocate.id, field="words")


def passes(session: Session, program: Program, by: str, written: Written) -> bool:
    """Whether the guard finds nothing in a text that the bot itself has drafted, kept in the caller's transaction. A draft gets no
    second try: what is found in it keeps it from being offered. The history tells only of those."""
    verdict = judge_text(written.text, written.occasion)
    decision = _Decision(by, program.now(), written, verdict, override=False)
    if verdict.outcome is not Outcome.PASS:
        _remember(session, decision)
        return False
    _keep_decision(session, decision)
    return True


def clear(session: Session, program: Program, by: str, written: Written) -> None:
    """Lets a text through, in the caller's transaction, or raises Held: a flag once, a block every time.

    What went through is remembered, so that the same text is noticed when it is sent to somebody else.
    """
    now = program.now()
    print_ = fingerprint_of(written.text, written.occasion, written.drafted)
    verdict = judge_text(written.text, written.occasion)
    if written.compared:
        since = now - timedelta(days=program.policy_in(session).text_reuse_days)
        used = _used_before(session, print_, written.subject[1], since)
        if used:
            verdict = verdict.with_finding(Finding("reused", used.date().isoformat()))
    told = verdict.outcome is Outcome.FLAG and _told_before(session, by, written, verdict, now)
    decision = _Decision(by, now, written, verdict, told)
    if verdict.outcome is not Outcome.PASS and not told:
        raise Held(decision, on_field(verdict, written.occasion))
    _remember(session, decision)
    if written.compared and print_.comparable:
        _keep(session, print_, written, now)


def _used_before(session: Session, print_: Fingerprint, subject_id: str, since: datetime) -> datetime | None:
    """When nearly the same text went to somebody else; None where none did."""
    if not print_.comparable:
        return None
    near = queries.near(session, print_.bands, subject_id, since)
    return next((at for at, marks in near if print_.alike(marks)), None)


def _told_before(session: Session, by: str, written: Written, verdict: TextVerdict, now: datetime) -> bool:
    """Whether this person was told of all this for the very same text, and sends it again."""
    last = queries.last_decision(session, written.subject, written.digest, by, now - SECOND_THOUGHTS)
    return last is not None and {one.rule for one in verdict.findings} <= {
        one["rule"] for one in last.findings
    }


def _keep_decision(session: Session, decision: _Decision) -> None:
    written = decision.written
    session.add(
        GuardDecision(
            at=decision.at,
            actor=decision.by,
            subject_kind=written.subject[0],
            subject_id=written.subject[1],
            advocate_id=written.advocate_id,
            verdict=decision.verdict.outcome,
            findings=[
                {
                    "rule": one.rule,
                    "verdict": one.outcome,
                    "source": one.source,
                    "date": one.checked_on.isoformat(),
                }
                for one in decision.verdict.findings
            ],
            text_hash=written.digest,
            overridden_by=decision.by if decision.override else None,
            overridden_at=decision.at if decision.override else None,
        )
    )


def _remember(session: Session, decision: _Decision) -> None:
    written = decision.written
    _keep_decision(session, decision)
    record(
        session,
        at=decision.at,
        actor=decision.by,
        action="text_checked",
        subject=written.subject,
        request_id=written.request_id,
        advocate_id=written.advocate_id,
        text=written.digest[:12],
        purpose=written.occasion.purpose,
        verdict=decision.verdict.outcome,
        rules=[one.rule for one in decision.verdict.findings],
        override=decision.override or None,
    )


def _keep(session: Session, print_: Fingerprint, written: Written, now: datetime) -> None:
    kept = TextFingerprint(
        subject_id=written.subject[1],
        purpose=written.subject[0],
        at=now,
        marks=print_.packed(),
    )
    session.add(kept)
    session.flush()
    session.add_all(TextBand(band=band, fingerprint_id=kept.id) for band in print_.bands)
