"""Every message and modal is one that Slack takes, however long and odd the words that people and files supply."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from bot.benefit_facts import BenefitStory, BenefitTask
from bot.contribution_facts import Contribution, Contributions, ImpactYear
from bot.executive_facts import Caution, NoteStory, Share, SponsorLine
from bot.facts import (
    ActivityStory,
    AdvocateCard,
    AdvocateProfile,
    AskStory,
    AwayNow,
    AwayTold,
    Briefing,
    Colleague,
    Coming,
    Contact,
    Correctable,
    DocumentedStory,
    HandoverStory,
    LeftOut,
    Looser,
    Match,
    MatterLine,
    Named,
    OpenThanks,
    OutsideAsk,
    Overridable,
    Overridden,
    OwnersList,
    PastActivity,
    PastAsk,
    PastGive,
    RequestFacts,
    RequestStory,
    StandIn,
    StoryCard,
    Undo,
)
from bot.friday_facts import Coming as Ahead
from bot.friday_facts import FridayLine, Waiting
from bot.incentive_facts import GuardFinding, IncentiveStory, OrderFacts
from bot.outbox.bundling import MOST
from bot.queries.friday_line import ORDER as WAITS
from bot.rules.benefits import BENEFITS
from bot.rules.deadlines import ASK_DEADLINES
from bot.rules.eligibility import CODES
from bot.rules.executive_notes import CAUSES, NOTE, Cause
from bot.rules.gifting import INCENTIVE
from bot.rules.gives import GIVES, GiveKind, Idea
from bot.rules.kinds import KINDS
from bot.rules.lifecycle import ASK, REQUEST
from bot.rules.milestones import OF_ACCOUNT, OF_PERSON
from bot.rules.reviews import CODES as REVIEW_CODES
from bot.rules.tiers import Path, Standing
from bot.rules.verdict import Note, Reason, Verdict
from bot.rules.vocabulary import (
    LOOSENABLE,
    Ambiguous,
    Criteria,
    Field,
    Reading,
    Refinement,
    Vocabulary,
)
from bot.rules.wellbeing import NOTES
from bot.sandbox.checks import check_message, check_view
from bot.suggestion_facts import Suggested, SuggestionList
from messages import (
    activities,
    advocates,
    asks,
    benefits,
    calendar,
    contributions,
    executive_notes,
    executives,
    friday,
    handovers,
    incentives,
    open_thanks,
    references,
    requests,
    suggestions,
)
from messages.blocks import clip_mrkdwn, paragraphs
from messages.cards import card_modal
from messages.contributions import letter_modal
from messages.modals.absences import away_modal, away_told, hand_over_modal
from messages.modals.activities import detail_modal, published_modal, thanks_modal
from messages.modals.advocates import (
    give_modal,
    outside_modal,
    override_for_request_modal,
    override_modal,
)
from messages.modals.asks import (
    answer_modal,
    approval_modal,
    note_modal,
    other_gone,
    outcome_modal,
    review_modal,
    schedule_modal,
)
from messages.modals.corrections import correct_modal, corrected
from messages.modals.deals import deal_modal
from messages.modals.incentives import choice_modal, deny_modal, propose_modal, release_modal
from messages.modals.looking_after import activity_modal, pause_modal
from messages.modals.requests import Choices, asked_somebody_else, change_modal, request_modal
from messages.nudges import brief, reminded_again, together
from messages.owners_list import owners_list
from messages.render import Message
from messages.undo import taken_back
from tests.messages import digest_worlds, satisfaction_worlds

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ODD = "<!channel> *A & B* <script> “Zoë” 株式会社 "
LONG = (ODD * 60)[:2000]
NAME = (ODD * 5)[:150]
CAUTIONS = (
    "escalation", "health", "renewal", "overdue", "asked", "won_untold", "lost_untold", "unthanked", "paused",
)  # fmt: skip


def colleague(mention: str = "U0ANA") -> Colleague:
    return Colleague(mention, NAME, "Europe/London")


def request(state: str = "asking") -> RequestFacts:
    return RequestFacts(
        id="0req",
        state=state,
        requester=colleague("U0SAM"),
        kind="reference_call",
        platform="g2",
        words=LONG[:500],
        deal_name=NAME,
        prospect=NAME,
        deal_amount=1234567.5,
        currency="USD",
        deal_stage=NAME[:100],
        close_date=date(2026, 4, 1),
        needed_by=date(2026, 3, 20),
        format="call",
        questions=LONG[:1500],
        filed_at=NOW,
    )


CARD = AdvocateCard("0adv", NAME, NAME, NAME, 3, date(2026, 1, 1))
REASONS = tuple(Reason(code, until=date(2026, 4, 1)) for code in CODES)
OVERRIDDEN = Overridden(Colleague("U0OLU", NAME), LONG[:500], REASONS)
OUTSIDE = OutsideAsk("0ask", Colleague("U0SAM", NAME), CARD, "reference_call", date(2026, 3, 1), "no")
CONTACT = Contact("somebody@company.example", "+44 20 7946 0000")


STORY = DocumentedStory(NAME, NAME, LONG, LONG, NAME, LONG, f"https://company.example/?{ODD}")
BRIEFING = Briefing(STORY, (NAME,) * 9, (NAME,) * 9, date(2020, 1, 1), "German", None, True, False)


def activity(**changes: Any) -> ActivityStory:
    values: dict[str, Any] = {
        "id": "0act",
        "kind": "reference_call",
        "completed_on": date(2026, 3, 1),
        "minutes": 30,
        "helped": LONG[:500],
        "rating": 5,
        "platform": None,
        "prospect": NAME,
        "deal_name": NAME,
        "news": (),
        "thanked_on": None,
        "thanked_how": None,
        "thanks_text": None,
        "nudged": True,
        "advocate": CARD,
        "contact": CONTACT,
        "csm": colleague(),
        "requester": colleague("U0SAM"),
        "asked": True,
        "before": 2,
        "number": 7,
        "late": False,
        "from_before": False,
    }
    fields = ActivityStory.__dataclass_fields__
    return ActivityStory(**{name: (values | changes).get(name) for name in fields})


def ask(state: str, **changes: Any) -> AskStory:
    values: dict[str, Any] = {
        "id": "0ask",
        "state": state,
        "kind": "reference_call",
        "request": request(),
        "advocate": CARD,
        "contact": CONTACT,
        "csm": colleague(),
        "verdict": Verdict(),
        "history": (PastActivity("case_study", date(2026, 1, 1), 4, True),) * 3,
        "industry": NAME,
        "note": "&" * 2500,
        "comment": LONG[:1000],
        "release_reason": "cooldown" if state == "released" else None,
        "reserved_at": NOW,
        "decided_at": NOW,
        "contacted_at": NOW,
        "answered_at": NOW,
        "closed_at": NOW,
        "scheduled_for": NOW,
        "outcome_asked_at": NOW,
        "chased_at": NOW,
        "briefing": BRIEFING,
        "activity": activity(),
    }
    fields = AskStory.__dataclass_fields__
    return AskStory(**{name: (values | changes).get(name) for name in fields})


WORDS_OF_EXECUTIVES: dict[str, dict[str, Any]] = {
    "in whole": {},
    "check-in": {"causes": (), "sponsor": None},
    "nothing known": {"activities": (), "done_in_year": 0, "cautions": (), "cares_about": ()},
    "put off": {"week": date(2026, 3, 9), "take_back_until": None},
    "too late": {"is_over": True},
}


INCENTIVES: dict[str, dict[str, Any]] = {
    "in whole": {},
    "to come": {"done_on": None, "decision_reason": None},
    "general": {"for_activity": None, "done_on": None, "decided_by": None, "reason": None},
    "not taken yet": {"order": OrderFacts("waiting", None, None, None, 1, LONG[:200]), "choice": "swap"},
    "on its way": {"order": OrderFacts("waiting", None, None, None, 0, None), "kind": "donation"},
}


def incentive(state: str, **changes: Any) -> IncentiveStory:
    values: dict[str, Any] = {
        "id": "0inc",
        "state": state,
        "kind": "experience",
        "proposed_kind": "swag",
        "amount": 99999.99,
        "currency": "USD",
        "for_activity": "reference_call",
        "done_on": date(2026, 2, 20),
        "reason": LONG[:500],
        "campaign": NAME,
        "advocate": CARD,
        "contact": CONTACT,
        "csm": colleague(),
        "proposer": colleague("U0SAM"),
        "proposed_at": NOW,
        "findings": (GuardFinding("employer_unknown", "hold", LONG[:400], NAME, NOW.date(), LONG[:200]),) * 4,
        "held_for": ("employer_unknown",),
        "decided_by": colleague("U0OLU"),
        "decided_at": NOW,
        "decision_reason": LONG[:500],
        "choice": "donate",
        "wish": LONG[:500],
        "charity": NAME,
        "order": OrderFacts("placed", "order file", NAME, NOW, 3, LONG[:200]),
        "delivered_on": NOW.date(),
    }
    return IncentiveStory(**(values | changes))


def profile(**changes: Any) -> AdvocateProfile:
    values: dict[str, Any] = {
        "advocate": CARD,
        "account_id": "0acc",
        "stage": "enrolled",
        "enrolled_on": date(2024, 5, 1),
        "csm": colleague(),
        "contact": CONTACT,
        "verdict": Verdict(),
        "most_a_year": 6,
        "paused_until": None,
        "likes": KINDS,
        "never": KINDS,
        "cares_about": (NAME,) * 6,
        "activities": (PastActivity("case_study", date(2026, 1, 1), 4, False),) * 3,
        "asks": tuple(PastAsk("case_study", date(2026, 1, 1), state, True) for state in ("declined", "sent")),
        "gives": (PastGive("handwritten_note", date(2026, 1, 1)), PastGive(NAME, date(2026, 1, 1))),
        "open": tuple(MatterLine(NAME, NAME, "reference_call", state) for state in ASK),
        "by_owner": True,
        "sponsor": colleague("U0EVA"),
        "standing": Standing("gold", 4, date(2026, 1, 1)),
        "ahead": Path("platinum", 1),
        "one_sided": True,
        "ideas": (Idea("a_day_out", "interest", NAME, True),) * 3,
        "catalogue": {"a_day_out": GiveKind(1, (), name=NAME)},
    }
    return AdvocateProfile(**(values | changes))


def executive_note(state: str, **changes: Any) -> NoteStory:
    values: dict[str, Any] = {
        "id": "0note",
        "state": state,
        "executive": colleague("U0EVA"),
        "week": date(2026, 3, 2),
        "returns_on": date(2026, 3, 6),
        "is_over": False,
        "causes": tuple(Cause(kind, date(2026, 3, 1), NAME) for kind in CAUSES),
        "advocate": CARD,
        "contact": CONTACT,
        "csm": colleague(),
        "enrolled_on": date(2024, 5, 1),
        "tier": "platinum",
        "sponsor": colleague("U0EVA"),
        "activities": (activity(), activity(kind="case_study"), activity(helped=None), activity()),
        "done_in_year": 9,
        "cares_about": (NAME,) * 9,
        "cautions": tuple(Caution(code, date(2026, 3, 9), "case_study") for code in CAUTIONS),
        "moved_on": date(2026, 3, 2),
        "done_by": colleague("U0EVA"),
        "take_back_until": NOW,
    }
    return NoteStory(**(values | changes))


def every_message() -> Iterator[tuple[str, Message]]:
    yield from satisfaction_worlds.messages()
    yield from digest_worlds.messages()
    for state in ASK:
        away = StandIn(NAME, "away", date(2026, 3, 9))
        yield f"csm {state}", asks.csm(ask(state, override=OVERRIDDEN), away)
        for note in (None, LONG):
            yield f"csm {state} {bool(note)}", asks.csm(ask(state, note=note))
        if state in ASK_DEADLINES:
            for step in ASK_DEADLINES[state].steps:
                again = ask(state, reminders=2, coming=Coming(step.then, NOW))
                yield f"csm {state} again, then {step.then.name}", asks.csm(again)
                reminded = RequestStory(request("filled"), (again,))
                yield f"requester {state} again, then {step.then.name}", requests.requester(reminded, NOW)
        for reason in ("undecided", "unsent", "assumed", "company_said_no", "never_scheduled", "let_go"):
            yield f"csm {state} {reason}", asks.csm(ask(state, release_reason=reason))
        for stands in REQUEST:
            story = RequestStory(request(stands), (ask("declined"), ask("released"), ask(state)))
            yield f"requester {stands} {state}", requests.requester(story, NOW)
            several = [Overridable(replace(CARD, id=str(one)), REASONS) for one in range(3)]
            yield f"owner {stands} {state}", requests.owner(story, several)
    for state in ("scheduled", "unused"):
        entry = calendar.message(ask(state), 3, NOW, again=True)
        assert entry is not None
        assert entry.file is not None
        yield f"calendar {state}", entry
    yield "requester before any ask", requests.requester(RequestStory(request(), ()), NOW)
    undoable = ask("released", note=None, release_reason="not_now", undo=Undo("0audit", NOW, "U0ANA"))
    yield "csm of a decision that can be taken back", asks.csm(undoable)
    called_off = ask("unused", undo=Undo("0audit", NOW, "U0SAM"))
    yield "called off", requests.requester(RequestStory(request("came_to_nothing"), (called_off,)), NOW)
    for now in ("asked_again", "instead", "nobody", "may_be_asked", "undecided", "not_sent", "let_go"):
        yield f"taken back {now}", taken_back(NAME, now, NAME, ("cooldown", NOW.date()))
    for now in ("waiting", "stands", "open"):
        yield f"taken back {now}", taken_back(NAME, now, NAME)
    yield "csm of what can be corrected", asks.csm(ask("declined", correctable=True))
    yield "asked outside", asks.outside(OUTSIDE)
    for state in INCENTIVE:
        for name, changes in INCENTIVES.items():
            yield f"proposer {state} {name}", incentives.proposer(incentive(state, **changes))
            yield f"incentive owner {state} {name}", incentives.owner(incentive(state, **changes))
    for state in NOTE:
        for name, changes in WORDS_OF_EXECUTIVES.items():
            for reader, week in (("U0EVA", date(2026, 3, 2)), ("U0KAI", date(2026, 2, 23))):
                yield (
                    f"executive {state} {name} {reader}",
                    executive_notes.executive(executive_note(state, **changes), reader, week),
                )
            yield f"note for the csm {state} {name}", executive_notes.csm(executive_note(state, **changes))
    away = StandIn(NAME, "away", date(2026, 3, 9))
    yield "note for a stand-in", executive_notes.csm(executive_note("handed_over"), away)
    share = Share(colleague("U0EVA"), 3, False, True, 2, 12)
    yield "executives", executives.shares([share] * 60)
    yield "no executives", executives.shares([])
    for odd in (None, LONG):
        yield f"help of /program {bool(odd)}", executives.help_text(odd)
    yield "note put off", executive_notes.put_off("0note", NOW, "tomorrow")
    lines = [SponsorLine(CARD, colleague("U0EVA"), colleague())] * 40
    for told_of in (executive_notes.sponsors_for_csm(lines), executive_notes.sponsors_for_executive(lines)):
        assert told_of is not None
        yield "sponsors", told_of
    yield "thanks", activities.csm(activity())
    before = activity(from_before=True, kind="community_post")
    yield "open thanks", open_thanks.listed(OpenThanks((before,) * 8, 12345, "0acc"))
    lines = (
        Contribution("community_post", date(2026, 1, 1), 45, "g2", NAME, f"https://x.example/{ODD}"),
    ) * 40
    told = Contributions(
        NAME, date(2025, 1, 1), lines, (StoryCard(NAME, "written", "https://x.example"),) * 3
    )
    yield "contributions", contributions.contributions(told)
    yield "no contributions", contributions.contributions(Contributions(NAME, date(2025, 1, 1), (), ()))
    yield "several accounts", contributions.which_account((NAME,) * 8)
    yield "no open thanks", open_thanks.listed(OpenThanks((), 0, None))
    yield "thanks without a detail", activities.csm(activity(helped=None, prospect=None))
    yield "thanked", activities.csm(activity(thanked_on=date(2026, 3, 2), thanked_how="handwritten"))
    for outcome in ("won", "lost", "published"):
        known = {"outcome": outcome, "news": (outcome, "published"), "published_link": "https://x.example"}
        away = StandIn(NAME, "away", date(2026, 3, 9))
        yield f"thanks and {outcome}", activities.csm(activity(**known), away)
        done = activity(**known, thanked_on=date(2026, 3, 2), thanked_how="mail")
        yield f"tell of {outcome}", activities.csm(done, away)
        told = replace(done, outcome_told_on=date(2026, 3, 3), news=())
        yield f"told of {outcome}", activities.csm(told)
        story = RequestStory(request("completed"), (ask("completed", activity=told),))
        yield f"requester {outcome}", requests.requester(story, NOW)
    for told_at in (None, NOW):
        in_vain = ask("unused", release_reason="no_show", told_at=told_at)
        yield f"owner of what was in vain {told_at}", asks.owner(in_vain)
    for why in ("left", "churned", "retired"):
        for state in ("released", "no_answer", "unused"):
            gone = ask(state, release_reason=why, told_at=NOW if why == "left" else None)
            yield f"csm {state} {why}", asks.csm(gone)
            for stands in ("searching", "came_to_nothing"):
                story = RequestStory(request(stands), (gone,))
                yield f"requester {stands} {state} {why}", requests.requester(story, NOW)
    yield "told of a yes that came to nothing", asks.csm(ask("unused", told_at=NOW))
    waiting = [ask("awaiting_approval"), ask("unused")] * 4
    owed = [activity(), activity(thanked_on=date(2026, 3, 2), outcome="won")] * 4
    yield "owners' list", owners_list(OwnersList(tuple(waiting), tuple(owed), 12))
    yield "owners' list with nothing on it", owners_list(OwnersList((), (), 0))
    for state in ("open", "done"):
        tasks = tuple(
            BenefitTask(
                str(number),
                kind,
                NAME if number > 30 else None,
                NOW.date(),
                state,
                NOW.date(),
                first,
                overdue,
            )
            for number, (kind, first, overdue) in enumerate(
                (kind, first, overdue)
                for kind in BENEFITS
                for first, overdue in (("name", True), ("logo", False), ("gift", False), (None, True))
            )
        )
        undo = Undo("click", NOW, "U0ANA")
        came = BenefitStory(CARD, "platinum", colleague("U0ANA"), tasks, undo, tasks[0].id)
        yield f"benefits {state}", benefits.listed(came, "U0ANA")
    for state in ("open", "given", "declined"):
        ideas = (
            Idea("sponsored_attendance", "interest", NAME, True),
            Idea("donation", "charity", LONG, True),
        )
        forgotten = tuple(
            Suggested(str(number), CARD, cause, since, state, ideas)
            for number, (cause, since) in enumerate(
                (cause, since) for cause in ("quiet", "unnoticed") for since in (None, NOW.date(), NOW.date())
            )
        )[:5]
        to_surprise = SuggestionList(colleague("U0ANA"), forgotten, GIVES)
        yield f"surprises {state}", suggestions.csm(to_surprise, StandIn(NAME, "away", date(2026, 3, 9)))
    moments = tuple(
        Ahead(date(2026, 3, 9), kind, detail, NAME if kind in OF_PERSON else None, NAME)
        for kind in sorted(OF_PERSON | OF_ACCOUNT)
        for detail in (None, "12")
        if detail or kind not in ("program_anniversary", "customer_anniversary")
    )
    waits = tuple(Waiting(what, 1200, f"{place}", NAME, NOW.date()) for place, what in enumerate(WAITS))
    for weeks, off, over in product((1, 2), (False, True), (False, True)):
        week = FridayLine(weeks, date(2026, 3, 9), (NAME,) * 40, waits, moments, off, over)
        yield f"friday {weeks} {off} {over}", friday.csm(week)
        for at in range(0, len(moments), 3):
            yield (
                f"friday {weeks} {off} {over} {at}",
                friday.csm(replace(week, thanked=(), coming=moments[at : at + 3])),
            )
        for one in waits:
            alone = replace(week, thanked=(NAME,), waiting=(replace(one, count=1),), coming=())
            yield f"friday {weeks} {off} {over} {one.what}", friday.csm(alone)
    for rhythm in ("weekly", "fortnightly", "off"):
        yield f"friday {rhythm}", friday.chosen(rhythm)
    yield "put off", reminded_again("0ask", NOW, "tomorrow")
    yield "help", references.help_text()
    yield "help of /advocate", advocates.help_text()
    for by_owner in (True, False):
        for reasons in ((), tuple(Reason(code, date(2026, 4, 1)) for code in CODES)):
            card = profile(by_owner=by_owner, verdict=Verdict(reasons), paused_until=date(2026, 4, 1))
            yield f"card {by_owner} {len(reasons)}", advocates.card(card)
    empty: dict[str, Any] = dict.fromkeys(("likes", "never", "cares_about", "activities", "asks"), ())
    for stage in ("enrolled", "resting", "retired", "candidate"):
        yield f"card {stage}", advocates.card(profile(stage=stage, gives=(), open=(), **empty))
    for what in ("show", "pause"):
        yield (
            f"choice {what}",
            advocates.choice(Named(LONG[:300], several=(CARD,) * 8), what, date(2026, 4, 1)),
        )
        yield f"nearest {what}", advocates.choice(Named(NAME, nearest=(CARD,) * 3), what)
        yield f"nobody {what}", advocates.choice(Named(NAME), what)
        yield f"name missing {what}", advocates.name_missing(what)
    yield "log", advocates.log(looks_after=True)
    yield "paused", advocates.paused(NAME, date(2026, 4, 1))
    yield "help after an odd word", advocates.help_text(LONG[:200])
    for was_away in (True, False):
        yield f"back {was_away}", advocates.back(was_away)
    for cause in ("away", "left", "replaced"):
        for reads in ("U0BEA", "U0OLU"):
            lines = tuple(MatterLine(NAME, f"{NAME} {state}", "reference_call", state) for state in ASK)
            handed = HandoverStory(
                "0han", cause, colleague(), colleague("U0BEA"), NOW, colleague(reads), lines, 1234
            )
            for until in (None, date(2026, 3, 9)):
                yield f"taken over {cause} {reads} {until}", handovers.new(handed, until)
        yield f"handed over {cause}", handovers.old(handed)
    yield "mine", references.mine([RequestStory(request(), (ask("sent"),))] * 10)
    yield "none of mine", references.mine([], may_give=True)
    reading = Vocabulary.build({}).read(f"fintech {LONG}")
    told = StoryCard(NAME, "recorded", f"https://company.example/?{ODD}")
    matches = [Match(CARD, (NAME,) * 6, True, told)] * 5
    left_out = [LeftOut(code, 12, date(2026, 4, 1)) for code in CODES]
    yield (
        "answer",
        references.answer(
            LONG, reading, matches, 5, left_out, open_to_owner=[Overridable(CARD, REASONS)] * 3
        ),
    )
    yield "nobody", references.answer(LONG, reading, [], 0, left_out)
    unclear = Ambiguous(NAME, ((Field.PRODUCT, NAME), (Field.INDUSTRY, NAME)) * 4)
    asked = Reading(Criteria(), ambiguous=(unclear,) * 6)
    clicks = Refinement(((2, 4), (1, 1), (0, 1)), LOOSENABLE)
    wider = [Looser(criterion, (NAME,) * 12, 1234) for criterion in LOOSENABLE]
    yield (
        "nobody after clicks",
        references.answer(
            "fintech " * 25, asked, [], 0, left_out, wider, clicks, [Overridable(CARD, REASONS)] * 3
        ),
    )
    of_reviews = Vocabulary.build({}).read(f"review g2 {LONG}")
    none_left = [LeftOut(code, 12, date(2026, 4, 1)) for code in REVIEW_CODES]
    yield "answer for a review", references.answer(LONG, of_reviews, matches, 5, none_left)
    yield "nobody for a review", references.answer(LONG, of_reviews, [], 0, none_left)
    long_ones = [brief(asks.csm(ask(state, reminders=1))) for state in sorted(ASK_DEADLINES)] * MOST
    yield "nudges", together([one for one in long_ones if one is not None and one.buttons][:MOST])


def every_modal() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from satisfaction_worlds.modals()
    story = ask("reserved", verdict=Verdict((Reason("cooldown", until=date(2026, 4, 1)),)))
    yield "review", review_modal(story)
    yield "review of many", review_modal(ask("reserved", override=OVERRIDDEN), [CARD] * 150)
    wrong = Correctable(
        "0ask", NAME, "reference_call", NAME, "declined", None, ("yes", "no_answer", "waiting")
    )
    yield "correct", correct_modal([replace(wrong, id=f"0ask{number}") for number in range(20)])
    yield "corrected", corrected(NAME, NAME)
    yield "another is gone", other_gone(NAME)
    yield "review of an override", review_modal(replace(story, override=OVERRIDDEN))
    yield "override for a request", override_for_request_modal(Overridable(CARD, REASONS), "podcast", "0req")
    yield "override", override_modal(Overridable(CARD, REASONS), "reference_call", LONG, Refinement())
    yield "review of a review", review_modal(ask("reserved", kind="review"))
    for card in (None, CARD):
        yield f"asked outside {bool(card)}", outside_modal(NOW.date(), card, "review")
        yield f"give {bool(card)}", give_modal(NOW.date(), card)
    for card in (None, CARD):
        yield f"propose {bool(card)}", propose_modal(card, "reference_call" if card else None, 50, "USD")
    yield "release", release_modal(incentive("held"))
    yield "deny", deny_modal(incentive("proposed"))
    yield "choice", choice_modal(incentive("approved"))
    yield "answer", answer_modal(story)
    yield "note", note_modal(ask("approved", note=None))
    yield "change", change_modal(request())
    yield "schedule", schedule_modal(story)
    yield "approval", approval_modal(story)
    yield "outcome", outcome_modal(story)
    doubts = tuple(Note(code, date(2026, 1, 1)) for code in NOTES)
    yield "review with doubts", review_modal(ask("reserved", verdict=Verdict((), doubts)))
    for amount in (None, 1e12):
        yield f"deal {amount}", deal_modal(ask("completed", activity=activity(amount=amount)), "USD")
    yield "published", published_modal(activity(published_link="https://x.example"), NOW.date())
    yield "thanks", thanks_modal(activity())
    yield "thanks from before", thanks_modal(activity(from_before=True))
    acts = tuple(activity(helped=text, outcome="won") for text in (LONG, None) * 6)
    stories = (StoryCard(NAME, "written", "https://x.example"),) * 3
    year = ImpactYear(CARD, CONTACT, colleague(), date(2025, 1, 1), acts, 30, stories)
    yield "letter", letter_modal(year)
    yield "card", card_modal(activity())
    for prospect in (NAME, None):
        yield f"what helped {prospect}", detail_modal(activity(helped=None, prospect=prospect))
    yield "thanks without a detail", thanks_modal(activity(helped=None, prospect=None))
    many = [(f"value {number}", NAME) for number in range(150)]
    for choices in (None, Choices(many, many[:3], ())):
        for advocate in (None, CARD):
            yield (
                f"request {bool(choices)} {bool(advocate)}",
                request_modal(
                    text=LONG,
                    kind="reference_call",
                    platform="g2",
                    needed_by=date(2026, 3, 20),
                    currency="USD",
                    advocate=advocate,
                    choices=choices,
                ),
            )
    yield (
        "request anyway",
        request_modal(
            text=LONG,
            kind="reference_call",
            platform=None,
            needed_by=date(2026, 3, 20),
            currency="USD",
            refinement=Refinement(((0, 1),), LOOSENABLE),
            anyway=True,
        ),
    )
    for stands_in in (colleague("U0BEA"), colleague("U0OLU")):
        told = AwayTold(date(2026, 3, 9), colleague("U0BEA"), stands_in, 12)
        yield f"away told {stands_in.mention}", away_told(told)
    yield "pause", pause_modal(CARD, date(2026, 4, 1))
    for about in (None, CARD):
        yield f"activity {bool(about)}", activity_modal(date(2026, 3, 2), about)
    yield "away", away_modal(AwayNow(date(2026, 3, 9), "U0BEA"))
    yield "away unknown", away_modal(AwayNow(None, None))
    yield "away of another", away_modal(AwayNow(date(2026, 3, 9), None, NAME), "U0ANA")
    yield "hand over", hand_over_modal("0acc", [NAME] * 12)
    yield "asked somebody else", asked_somebody_else(NAME, NAME, NAME)


def sent(what: dict[str, Any]) -> dict[str, Any]:
    """As it arrives at Slack."""
    arrived: dict[str, Any] = json.loads(json.dumps(what))
    return arrived


@pytest.mark.parametrize(
    ("name", "message"), list(every_message()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_slack_takes_every_message(name: str, message: Message) -> None:
    check_message(sent({"text": message.text, "blocks": message.blocks}))
    assert message.text.strip(), name


@pytest.mark.parametrize(
    ("name", "view"), list(every_modal()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_slack_takes_every_modal(name: str, view: dict[str, Any]) -> None:
    check_view(sent(view), "modal")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert all(block["block_id"] == block["element"]["action_id"] for block in inputs), name


def mrkdwn_in(part: object) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn; plain text shows what it holds."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for inner in part.values():
            yield from mrkdwn_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from mrkdwn_in(inner)


def test_nobody_can_mention_a_channel_through_a_name() -> None:
    for _, message in every_message():
        for text in (message.text, *mrkdwn_in(message.blocks)):
            assert "<!channel>" not in text
            assert "<script>" not in text
    for _, view in every_modal():
        assert not [text for text in mrkdwn_in(view) if "<!channel>" in text]


def test_clipping_never_cuts_an_escape_or_a_mention() -> None:
    assert clip_mrkdwn("ab&amp;cd", 6) == "ab…"
    assert clip_mrkdwn("hello <@U0ANA> there", 10) == "hello…"
    assert clip_mrkdwn("a &lt; b and more", 12) == "a &lt; b an…"
    assert clip_mrkdwn("short", 10) == "short"


def test_a_long_note_is_told_whole() -> None:
    lines = [f"line {number} " + "x" * 200 for number in range(30)]
    shown = "\n".join(block.to_dict()["text"]["text"] for block in paragraphs("\n".join(lines)))
    assert shown.split("\n") == lines
