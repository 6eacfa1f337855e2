"""Something small for an advocate: proposed by the CSM, judged by the guard, decided by an owner, chosen by the advocate."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.db import Database
from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.sandbox.server import SlackServer
from bot.sandbox.workspace import Workspace
from bot.services import incentive_decisions
from bot.services import incentives as service
from bot.services.guarding import Offer
from messages.history import happened
from models import Advocate, Ask, Cost, GiftBudget, GiftOrder, Give, GuardDecision, Incentive, Slot, Story
from tests.journeys.office import ANA, BEA, GUS, MONDAY, OLU, SAM, Office, open_office, people
from tests.journeys.test_closing_the_loop import said_yes, thanked
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


@pytest.fixture
def office(db: Database, orders: Path) -> Iterator[Office]:
    workspace = Workspace()
    people(workspace)
    with SlackServer(workspace) as server:
        office = open_office(db, server, gift_order_file=orders)
        yield office
        office.wired.close()
        unexpected = [one for one in workspace.refusals if one.error not in office.expected]
        assert [f"{one.method}: {one.error} {one.detail}" for one in unexpected] == []


def sarah_of(office: Office, *, done: str | None = "reference_call", **columns: object) -> Advocate:
    account = {name: columns.pop(name) for name in ("public_sector", "domain") if name in columns}
    sarah = office.add_advocate(
        "Sarah Chen",
        office.add_account("Northwind Bank", **account),  # type: ignore[arg-type]
        **{"gifts_allowed": True, **columns},
    )
    if done:
        office.add_activity(sarah, date(2026, 2, 20), kind=done, thanked_on=date(2026, 2, 21))
    return sarah


def open_form(office: Office, by: str = ANA) -> None:
    person = office.person(by)
    person.command("/advocate", "gift")
    office.modal(person)


def propose(office: Office, by: str = ANA, **fields: object) -> dict[str, str]:
    """The errors on the form; none where it was taken."""
    open_form(office, by)
    values = {"advocate": "sarah", "kind": "swag", "amount": 30, "for_activity": "reference_call"}
    errors = office.person(by).submit(**(values | fields)).errors
    office.deliver()
    return errors


def decide(office: Office, action_id: str, reason: str) -> dict[str, str]:
    olu = office.person(OLU)
    office.press(olu, action_id)
    errors = olu.submit(reason=reason).errors
    office.deliver()
    return errors


def choose(office: Office, **fields: object) -> dict[str, str]:
    ana = office.person(ANA)
    office.press(ana, "incentive_choice")
    errors = ana.submit(**fields).errors
    office.deliver()
    return errors


def incentives(office: Office) -> list[Incentive]:
    with office.db.reading() as session:
        return session.query(Incentive).order_by(Incentive.id).all()


def decisions(office: Office) -> list[GuardDecision]:
    with office.db.reading() as session:
        return session.query(GuardDecision).order_by(GuardDecision.id).all()


def lines_of(orders: Path) -> list[dict[str, str]]:
    with orders.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(office: Office, advocate: Advocate) -> list[str]:
    with office.db.reading() as session:
        return [happened(line) for line in history_of_advocate(session, advocate.id)]


def test_a_small_gift_after_a_call_from_the_idea_to_the_desk(office: Office, orders: Path) -> None:
    ana = office.person(ANA)
    sarah = sarah_of(office)
    assert propose(office, reason="She took a hard call well") == {}
    message = words(office.latest(ana))
    assert "Offer Sarah Chen the small gift" in message
    assert "Northwind Bank · worth 30 USD · for the reference call of 20 Feb 2026" in message
    assert "Thank you again for the reference call" in message
    assert "The vendor sent me a small gift to thank me." in message
    assert "30" not in message.split("Hi Sarah")[1], "no amount in what the advocate reads"
    assert actions_of(office, ANA) == {"incentive_choice", "mail_link", "incentive_withdraw"}
    assert office.person(OLU).messages() == []

    assert choose(office, choice="take", wish="Size M") == {}
    assert "Ordered on 2 Mar 2026: it stands in the order file" in words(office.latest(ana))
    assert actions_of(office, ANA) == {"incentive_delivered"}
    [line] = lines_of(orders)
    assert (line["recipient"], line["email"], line["kind"], line["amount"], line["wish"]) == (
        "Sarah Chen",
        sarah.email,
        "swag",
        "30.00",
        "Size M",
    )
    ana.press("incentive_delivered")
    office.deliver()
    assert "Sarah Chen has the small gift" in words(office.latest(ana))
    assert actions_of(office, ANA) == set()
    with office.db.reading() as session:
        assert [(one.amount, one.kind) for one in session.query(Cost)] == [(30, "incentive")]
        assert session.query(Give).count() == 0, "what follows an activity is no give"
    assert told(office, sarah) == [
        "proposed something of value for Sarah Chen: swag, 30 USD, for a reference call; the guard passed it"
        " (“She took a hard call well”)",
        "noted what Sarah Chen would like: to take it (“Size M”)",
        "passed the order for Sarah Chen on (order file)",
        "noted that Sarah Chen has the swag",
    ]


def test_nothing_of_it_is_ever_said_in_a_channel(office: Office) -> None:
    sarah_of(office)
    propose(office, amount=80)
    decide(office, "incentive_deny", "Not this quarter")
    with office.db.reading() as session:
        where = {slot.channel for slot in session.query(Slot)}
    assert where
    assert all(channel and channel.startswith("D") for channel in where)


@pytest.mark.parametrize(
    ("columns", "fields", "field", "why"),
    [
        ({}, {"for_activity": "review"}, None, None),
        ({"public_sector": True}, {}, "kind", "They work in the public sector"),
        ({"gifts_allowed": False}, {}, "kind", "Their employer doesn’t let them take gifts"),
        ({"done": None}, {"kind": "gift_card"}, "kind", "Until it has taken place, it would be pay"),
        (
            {"done": "testimonial"},
            {"kind": "gift_card", "for_activity": "testimonial"},
            "kind",
            "cash for praise is bought praise",
        ),
    ],
)
def test_what_the_guard_blocks_is_told_on_the_form_and_kept(
    office: Office, columns: dict[str, object], fields: dict[str, object], field: str | None, why: str | None
) -> None:
    sarah = sarah_of(office, **columns)  # type: ignore[arg-type]
    if fields.get("for_activity") == "review":
        office.add_activity(sarah, date(2026, 2, 25), kind="review", platform="g2", effort=1)
        field, why = "kind", "It would be tied to a review on G2"
    errors = propose(office, **fields)
    assert field is not None
    assert why is not None
    assert why in errors[field]
    assert "Better: " in errors[field]
    assert incentives(office) == []
    [decision] = decisions(office)
    assert (decision.verdict, decision.actor, decision.advocate_id) == ("block", ANA, sarah.id)
    assert why in decision.findings[0]["why"]
    assert decision.findings[0]["source"]
    assert decision.findings[0]["date"]
    assert "the guard blocked it" in told(office, sarah)[0]
    assert office.person(OLU).messages() == []


def test_what_the_guard_holds_waits_for_an_owner_who_releases_it_with_a_reason(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah = sarah_of(office, gifts_allowed=None)
    assert propose(office, reason="A kind word is not enough here") == {}
    waiting = words(office.latest(ana))
    assert "a program owner looks at it first" in waiting
    assert "Nobody knows yet whether their employer lets them take gifts" in waiting
    assert "Please promise nothing until then" in waiting
    assert actions_of(office, ANA) == {"incentive_withdraw"}
    asked = words(office.latest(olu))
    assert "release it?" in asked
    assert "A kind word is not enough here" in asked
    assert "The program’s own rules on incentives" in asked
    assert actions_of(office, OLU) == {"guard_release", "incentive_deny"}

    assert decide(office, "guard_release", "Asked her: up to 50 is fine") == {}
    message = words(office.latest(ana))
    assert "released it: “Asked her: up to 50 is fine”" in message
    assert "Offer Sarah Chen the small gift" in message
    assert actions_of(office, OLU) == set()
    [incentive] = incentives(office)
    assert (incentive.state, incentive.decided_by) == ("approved", OLU)
    kept = decisions(office)
    assert [one.verdict for one in kept] == ["hold", "hold"]
    assert (kept[1].overridden_by, kept[1].override_reason) == (OLU, "Asked her: up to 50 is fine")
    assert told(office, sarah)[-1] == (
        "released the swag for Sarah Chen that the guard held (employer_unknown): “Asked her: up to 50 is fine”"
    )


def test_above_the_limit_an_owner_approves(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah_of(office)
    propose(office, amount=80)
    assert "waiting for a program owner" in words(office.latest(ana))
    assert "approve it?" in words(office.latest(olu))
    assert actions_of(office, OLU) == {"incentive_approve", "incentive_deny"}
    olu.press("incentive_approve")
    office.deliver()
    assert "Offer Sarah Chen the small gift" in words(office.latest(ana))
    assert actions_of(office, OLU) == set()


def test_an_owner_says_no_and_the_proposer_is_told_why(office: Office) -> None:
    ana = office.person(ANA)
    sarah = sarah_of(office)
    propose(office, amount=80)
    decide(office, "incentive_deny", "She leaves the company next week")
    message = words(office.latest(ana))
    assert "No small gift for Sarah Chen this time" in message
    assert "She leaves the company next week" in message
    assert actions_of(office, ANA) == set()
    assert told(office, sarah)[-1] == "said no to the swag for Sarah Chen: “She leaves the company next week”"
    assert propose(office, amount=100) == {}, "what was denied counts against no cap"


def test_a_gift_card_above_its_limit_needs_a_release_and_no_bare_approval(office: Office) -> None:
    sarah_of(office)
    propose(office, kind="gift_card", amount=60)
    assert "more than a gift card may hold (50 USD)" in words(office.latest(office.person(OLU)))
    assert actions_of(office, OLU) == {"guard_release", "incentive_deny"}


def test_a_swap_is_judged_again_and_a_donation_needs_its_charity(office: Office, orders: Path) -> None:
    sarah_of(office, done="case_study")
    propose(office, for_activity="case_study")
    errors = choose(office, choice="swap")
    assert errors == {"swap_kind": "Please choose what they would rather have."}
    assert "Which charity?" in choose(office, choice="donate")["wish"]
    assert not orders.exists()
    assert choose(office, choice="donate", wish="Doctors Without Borders") == {}
    assert "It goes to Doctors Without Borders in their name" in words(office.latest(office.person(ANA)))
    [line] = lines_of(orders)
    assert (line["kind"], line["wish"]) == ("donation", "Doctors Without Borders")


def test_a_swap_for_cash_after_praise_is_blocked(office: Office) -> None:
    sarah = sarah_of(office, done="case_study")
    propose(office, for_activity="case_study")
    errors = choose(office, choice="swap", swap_kind="gift_card")
    assert "cash for praise is bought praise" in errors["swap_kind"]
    assert incentives(office)[0].state == "approved"
    assert "wanted to swap what Sarah Chen was offered for a gift card" in told(office, sarah)[-1]
    assert choose(office, choice="swap", swap_kind="training", wish="The admin course") == {}
    [incentive] = incentives(office)
    assert (incentive.kind, incentive.proposed_kind, incentive.state) == ("training", "swag", "ordered")


def test_declining_is_graceful_and_frees_the_cap(office: Office, orders: Path) -> None:
    ana = office.person(ANA)
    sarah_of(office)
    propose(office, amount=50)
    assert choose(office, choice="decline") == {}
    assert "would rather not have anything" in words(office.latest(ana))
    assert actions_of(office, ANA) == set()
    assert not orders.exists()
    assert propose(office, amount=40, for_activity=None) == {}
    assert incentives(office)[1].state == "approved"


def test_the_yearly_cap_holds_what_would_exceed_it(office: Office) -> None:
    sarah_of(office)
    propose(office, amount=50, for_activity=None)
    propose(office, amount=50, for_activity=None)
    propose(office, amount=1, for_activity=None)
    assert [one.state for one in incentives(office)] == ["approved", "approved", "held"]
    assert "they have had 100 USD already" in words(office.latest(office.person(OLU)))
    office.later(days=366)
    propose(office, amount=50, for_activity=None)
    assert incentives(office)[-1].state == "approved"


def test_a_budget_of_the_period_holds_for_all_recipients_together(office: Office) -> None:
    sarah_of(office)
    office.add_advocate("Tom Reed", office.add_account("Contoso Ltd"), gifts_allowed=True)
    office.add_row(
        GiftBudget(
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 3, 31),
            amount=60,
            currency="USD",
            set_by=OLU,
            set_at=MONDAY,
        )
    )
    propose(office, amount=40, for_activity=None)
    propose(office, advocate="tom", amount=30, for_activity=None)
    assert [one.state for one in incentives(office)] == ["approved", "held"]
    assert "Only 20 USD of this period’s budget is left" in words(office.latest(office.person(OLU)))


def test_one_activity_is_thanked_for_once(office: Office) -> None:
    sarah_of(office)
    propose(office)
    errors = propose(office, kind="training")
    assert "was given or promised something for this on 2 Mar 2026 already" in errors["for_activity"]
    assert len(incentives(office)) == 1


def test_what_is_still_to_come_is_not_offered_yet(office: Office) -> None:
    sarah_of(office, done=None)
    propose(office)
    message = words(office.latest(office.person(ANA)))
    assert "The reference call is still to come. Don’t mention this before" in message
    assert "Hi Sarah" not in message


def test_a_gift_beside_a_review_waits(office: Office) -> None:
    sarah = sarah_of(office, done=None)
    office.add_row(Ask(advocate_id=sarah.id, origin="bot", kind="review", effort=1, state="sent", seat=1))
    propose(office, for_activity=None)
    assert "a gift now looks like its price" in words(office.latest(office.person(OLU)))


def test_everything_is_checked_again_when_an_owner_decides(office: Office) -> None:
    olu = office.person(OLU)
    sarah = sarah_of(office)
    propose(office, amount=80)
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).gifts_allowed = None
    olu.press("incentive_approve")
    office.deliver()
    office.whisper(olu, "Nobody knows yet whether their employer lets them take gifts")
    assert actions_of(office, OLU) == {"guard_release", "incentive_deny"}
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).gifts_allowed = False
    errors = decide(office, "guard_release", "It will be fine")
    assert "Their employer doesn’t let them take gifts" in errors["reason"]
    assert incentives(office)[0].state == "denied"
    assert "Their employer doesn’t let them take gifts" in words(office.latest(office.person(ANA)))


def test_the_same_form_sent_twice_proposes_once(office: Office) -> None:
    sarah_of(office)
    open_form(office)
    ana = office.person(ANA)
    first = ana.submit(advocate="sarah", kind="swag", amount=30)
    again = office.slack.redeliver(first)
    assert again.ok
    assert not again.errors
    assert len(incentives(office)) == 1


@pytest.mark.parametrize("amount", [0, -3, 1e9])
def test_an_amount_that_is_none_is_refused_on_its_field(office: Office, amount: float) -> None:
    sarah = sarah_of(office)
    open_form(office)  # Ana is known from now on
    with pytest.raises(Refused) as refused:
        service.propose(office.wired.program, ANA, sarah.id, Offer("swag", amount))
    assert (refused.value.reason, refused.value.facts["field"]) == ("amount_nonsense", "amount")


def test_only_the_csm_and_owners_propose_and_only_owners_decide(office: Office) -> None:
    sarah = sarah_of(office)
    bea, gus = office.person(BEA), office.person(GUS)
    assert "CSMs do this for their own customers" in bea.command("/advocate", "gift sarah").text
    assert bea.modal is None
    with pytest.raises(Refused, match="not_the_csm"):
        service.propose(office.wired.program, BEA, sarah.id, Offer("swag", 20))
    propose(office, amount=80)
    [incentive] = incentives(office)
    for person in (ANA, BEA):
        with pytest.raises(Refused, match="not_an_owner"):
            incentive_decisions.approve(office.wired.program, person, incentive.id)
    gus.command("/advocate", "gift")
    assert gus.modal is None


def test_a_click_too_late_says_what_stands_now(office: Office) -> None:
    olu = office.person(OLU)
    sarah_of(office)
    propose(office, amount=80)
    waiting = olu.find("incentive_approve")
    decide(office, "incentive_deny", "Not now")
    olu.click(waiting, "incentive_approve", stale=True)
    office.whisper(olu, "A program owner said no to this")
    assert incentives(office)[0].state == "denied"


def test_a_proposal_can_be_taken_back_before_it_is_ordered(office: Office) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah_of(office)
    propose(office, amount=80)
    ana.press("incentive_withdraw")
    office.deliver()
    assert "taken back" in words(office.latest(ana))
    assert "taken back" in words(office.latest(olu))
    assert actions_of(office, OLU) == set()


def test_the_button_beside_the_thanks_knows_whom_and_what_for(office: Office) -> None:
    ana = office.person(ANA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), gifts_allowed=True)
    said_yes(office)
    sam = office.person(SAM)
    office.press(sam, "ask_outcome")
    sam.submit(happened="yes", rating="5", helped="She told them how they moved in six weeks.")
    office.deliver()
    thanked(office)
    office.press(ana, "incentive_propose")
    assert ana.submit(kind="swag", amount=20).errors == {}
    [incentive] = incentives(office)
    assert (incentive.advocate_id, incentive.for_activity, incentive.timing) == (
        sarah.id,
        "reference_call",
        "after",
    )


def test_an_owner_who_is_no_csm_may_propose_for_anybody(office: Office) -> None:
    sarah_of(office)
    assert propose(office, by=OLU) == {}
    assert "Offer Sarah Chen" in words(office.latest(office.person(OLU)))


def test_press_as_somebody_else_is_refused(office: Office) -> None:
    sarah_of(office)
    propose(office)
    answer = press_as(office, BEA, office.person(ANA).find("incentive_choice"), "incentive_choice")
    assert answer.ok
    office.whisper(office.person(BEA), "Only the CSM of Northwind Bank")


def test_last_year_is_over_after_365_days(office: Office) -> None:
    sarah_of(office)
    propose(office, amount=50, for_activity=None)
    propose(office, amount=50, for_activity=None)
    office.clock.at += timedelta(days=364)
    propose(office, amount=10, for_activity=None)
    assert incentives(office)[-1].state == "held"


def test_a_story_of_somebody_who_was_given_something_says_so(office: Office) -> None:
    sam = office.person(SAM)
    sarah = sarah_of(office, done=None)
    with office.db.reading() as session:
        account_id = session.get_one(Advocate, sarah.id).account_id
    office.add_row(
        Story(
            account_id=account_id,
            advocate_id=sarah.id,
            title="Six weeks to live",
            kind="written",
            link="https://ours.example/northwind",
            may_share=True,
        )
    )
    note = "They have had a gift or free access from us"
    answer = sam.command("/reference", "fintech").text
    assert "Six weeks to live" in answer
    assert note not in answer
    office.add_row(Give(advocate_id=sarah.id, kind="early_access", given_on=date(2026, 1, 5)))
    assert note in sam.command("/reference", "fintech").text


def test_a_stuck_order_is_told_and_tried_again_with_a_click(office: Office, orders: Path) -> None:
    ana, olu = office.person(ANA), office.person(OLU)
    sarah = sarah_of(office)
    orders.mkdir()  # a folder stands where the file should be
    propose(office)
    choose(office, choice="take")
    office.deliver()
    assert "The order was not taken yet (the order file can’t be written" in words(office.latest(ana))
    with office.db.changing() as session:
        session.query(GiftOrder).one().tries = 6
        session.query(GiftOrder).one().retry_at = 0.0
    office.deliver()
    assert "the order got stuck" in words(office.latest(ana))
    assert "can’t be written" in words(office.latest(ana))
    assert "An order is stuck" in words(office.latest(olu))
    assert actions_of(office, OLU) == {"incentive_retry"}
    orders.rmdir()
    ana.press("incentive_retry")
    office.deliver()
    office.deliver()
    assert "it stands in the order file" in words(office.latest(ana))
    assert len(lines_of(orders)) == 1
    assert "could not pass on the order for Sarah Chen" in "\n".join(told(office, sarah))


def test_nobody_is_pushed_out_by_whoever_came_later(office: Office) -> None:
    sarah_of(office)
    for amount in (50, 50, 10):
        propose(office, amount=amount, for_activity=None)
    assert [one.state for one in incentives(office)] == ["approved", "approved", "held"]
    first = office.person(ANA).find("incentive_choice", incentives(office)[0].id)
    office.person(ANA).click(first, "incentive_choice", incentives(office)[0].id)
    office.modal(office.person(ANA))
    assert office.person(ANA).submit(choice="take").errors == {}
    assert [one.state for one in incentives(office)] == ["ordered", "approved", "held"]


def test_once_it_has_taken_place_the_offer_is_for_it(office: Office) -> None:
    sarah = sarah_of(office, done=None)
    propose(office)
    office.later(days=3)
    call = office.add_activity(sarah, date(2026, 3, 4), thanked_on=date(2026, 3, 5))
    assert choose(office, choice="take") == {}
    assert "for the reference call of 4 Mar 2026" in words(office.latest(office.person(ANA)))
    assert incentives(office)[0].activity_id == call.id
    errors = propose(office, kind="training")
    assert "already" in errors["for_activity"]


def test_a_reason_that_reads_like_a_bargain_is_looked_at_by_an_owner(office: Office) -> None:
    sarah_of(office)
    propose(office, for_activity=None, reason="If she gives us five stars on G2")
    asked = words(office.latest(office.person(OLU)))
    assert "reads as if it depended on what they say" in asked
    assert actions_of(office, OLU) == {"guard_release", "incentive_deny"}
    propose(office, reason="She took a hard call well, and her team lost two people")
    assert [one.state for one in incentives(office)] == ["held", "approved"]
