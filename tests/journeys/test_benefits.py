"""A tier that is reached brings tasks with an owner and a day, settled with a click; a fall takes nothing away."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.queries.history import history_of_advocate
from bot.queries.incentives import is_connected
from bot.sandbox.answer import words
from bot.services import activities, benefits
from messages.history import happened
from messages.refusals import plain_refusal
from models import Advocate, Benefit, BenefitKind, Give
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as as press

TODAY = MONDAY.date()


def reached(office: Office, tier: str = "silver", **columns: object) -> Advocate:
    """Ana notes what Sarah did, and with it Sarah reaches a tier."""
    known: dict[str, object] = {"gifts_allowed": True, "may_name_publicly": True}
    sarah = office.add_advocate(
        "Sarah Chen", office.add_account("Northwind Bank", may_use_logo=True), **(known | columns)
    )
    for days in range({"silver": 0, "gold": 2, "platinum": 4}[tier]):
        office.add_activity(sarah, TODAY - timedelta(days=100 + days), thanked_on=TODAY, deal=str(days))
    if tier != "silver":
        office.job("tiers")
    # Slack tells the bot who they are
    office.person(ANA).command("/advocate", "help")
    activities.log(office.wired.program, ANA, sarah.id, "podcast", TODAY)
    office.deliver()
    assert not any("in the program for what they did" in one.text for one in office.person(ANA).messages())
    office.job("tiers")
    return sarah


def tasks(office: Office, **where: object) -> list[Benefit]:
    with office.db.reading() as session:
        return session.query(Benefit).filter_by(**where).order_by(Benefit.id).all()


def listed(office: Office, who: str) -> str:
    found = [one for one in office.person(who).messages() if "in the program for what they did" in one.text]
    return words(found[-1]).replace("*", "")


def settle(office: Office, who: str, kind: str, action: str = "benefit_done") -> None:
    assert office.person(who).press(action, tasks(office, kind=kind, state="open")[0].id).ok
    office.deliver()


def press_as(office: Office, who: str, action: str, benefit_id: str) -> str:
    """Why a click that somebody has no button for comes to nothing."""
    settle_ = {"benefit_done": benefits.done, "benefit_declined": benefits.declined}[action]
    with pytest.raises(Refused) as refused:
        settle_(office.wired.program, who, benefit_id)
    return plain_refusal(refused.value)


def test_a_tier_reached_brings_one_list_to_each_who_sees_to_it(office: Office) -> None:
    reached(office)
    of_csm, of_owner = listed(office, ANA), listed(office, OLU)
    assert "Sarah Chen (Northwind Bank) is silver in the program" in of_csm
    assert "A beta of their choice, by 1 May 2026" in of_csm
    assert "Their logo on the partner page, by 1 Apr 2026" in of_owner
    assert "A beta of their choice" not in of_owner
    assert (
        len([one for one in office.person(ANA).messages() if "in the program for what they did" in one.text])
        == 1
    )


def test_done_counts_as_a_give_and_not_for_them_does_not(office: Office) -> None:
    sarah = reached(office)
    settle(office, ANA, "some_betas")
    settle(office, ANA, "first_pick_of_previews", "benefit_declined")
    with office.db.reading() as session:
        given = session.query(Give).all()
        assert [(one.kind, one.by, one.note) for one in given] == [
            ("early_access", ANA, "some betas (silver)")
        ]
        assert is_connected(session, sarah.id)
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert "saw to it that Sarah Chen has: some betas" in told
    assert "noted that this is nothing for Sarah Chen: first pick of previews" in told
    last = words(office.latest(office.person(ANA)))
    assert "everything that goes with silver is settled" in last
    assert "Done: A beta of their choice. Not for them: First pick of previews." in last
    assert "benefit_done" not in actions_of(office, ANA)


def test_only_whose_task_it_is_may_settle_it_and_only_once(office: Office) -> None:
    reached(office)
    office.person(SAM).command("/advocate", "help")
    office.person(OLU).command("/advocate", "help")
    logo, beta = tasks(office, kind="partner_page_logo")[0], tasks(office, kind="some_betas")[0]
    assert "Only a program owner" in press_as(office, ANA, "benefit_done", logo.id)
    assert "Only the CSM of Northwind Bank" in press_as(office, SAM, "benefit_done", beta.id)
    assert "I can’t find this" in press_as(office, OLU, "benefit_done", "nothing")
    settle(office, OLU, "partner_page_logo")
    benefits.declined(office.wired.program, OLU, beta.id)  # an owner may do what a CSM may
    assert "was done for Sarah Chen already, on 2 Mar 2026" in press_as(
        office, OLU, "benefit_declined", logo.id
    )
    assert "nothing for Sarah Chen, on 2 Mar" in press_as(office, OLU, "benefit_done", beta.id)


def test_what_is_overdue_is_brought_back_once_and_forgotten_things_lapse_in_silence(office: Office) -> None:
    reached(office)
    office.later(days=61)
    settle(office, ANA, "some_betas")
    assert "0 people’s new, 1 people’s overdue, 0 lapsed" in office.job("tiers")
    assert "First pick of previews, was due on 1 May 2026" in listed(office, ANA)
    assert "Overdue: First pick of previews." in listed(office, ANA)
    assert "Done: First pick of previews" in listed(office, ANA)
    put_off = len(office.person(ANA).messages())
    assert office.person(ANA).press("nudge_later").ok
    office.deliver()
    assert len(office.person(ANA).messages()) == put_off
    office.later(days=2)
    office.deliver()
    assert "Overdue: First pick of previews." in listed(office, ANA)
    before = len(office.person(ANA).messages())
    assert "0 people’s new, 0 people’s overdue, 0 lapsed" in office.job("tiers")
    office.later(days=89)
    assert "4 lapsed" in office.job("tiers")
    assert len(office.person(ANA).messages()) == before
    assert "has lapsed for Sarah Chen" in press_as(
        office, ANA, "benefit_done", tasks(office, kind="first_pick_of_previews")[0].id
    )


def test_a_fall_takes_nothing_away_and_a_second_rise_within_the_year_brings_nothing_twice(
    office: Office,
) -> None:
    sarah = reached(office, "gold")
    assert len(tasks(office)) == 8
    office.later(days=266)  # the two oldest are more than a year old, the benefits are not
    office.job("tiers")
    with office.db.reading() as session:
        assert session.get_one(Advocate, sarah.id).tier == "silver"
    assert len(tasks(office, state="open")) + len(tasks(office, state="lapsed")) == 8
    for kind in ("webinar_panel", "testimonial"):
        activities.log(office.wired.program, OLU, sarah.id, kind, office.clock.now().date())
    with office.db.reading() as session:
        assert session.get_one(Advocate, sarah.id).tier == "gold"
    assert len(tasks(office)) == 8


@pytest.mark.parametrize("columns", [{"gifts_allowed": None}, {"gifts_allowed": False}])
def test_what_an_employer_allows_is_respected(office: Office, columns: dict[str, object]) -> None:
    reached(office, **columns)
    kinds = {one.kind for one in tasks(office)}
    assert ("some_betas" in kinds) == (columns["gifts_allowed"] is None)
    if columns["gifts_allowed"] is None:
        assert "Ask first whether they may accept it" in listed(office, ANA)


def test_owners_decide_what_there_is(office: Office) -> None:
    changed = {"changed_by": OLU, "at": MONDAY}
    office.add_row(BenefitKind(kind="some_betas", removed=True, **changed))
    office.add_row(
        BenefitKind(
            kind="garden_party", removed=False, name="The garden <party>", tier="silver", task_of="csm", days=10, give=None,
            **changed,
        )
    )  # fmt: skip
    reached(office)
    assert "The garden &lt;party&gt;, by 12 Mar 2026" in listed(office, ANA)
    assert "A beta of their choice" not in listed(office, ANA)


def test_nobody_is_granted_anything_for_what_a_first_import_brings(office: Office) -> None:
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    office.add_activity(sarah, TODAY - timedelta(days=15), thanked_on=TODAY)
    assert office.job("tiers").startswith("0 rose, 0 fell, 1 taken over in silence")
    assert tasks(office) == []
    assert office.person(ANA).messages() == []


def take_back(office: Office, who: str, containing: str) -> None:
    person = office.person(who)
    before = len(person.ephemerals())
    person.press("undo")
    office.slack.until(lambda: len(person.ephemerals()) > before, what="a word on it")
    office.deliver()
    assert containing in person.ephemerals()[-1].text


def test_a_wrong_click_is_taken_back_with_the_give_that_it_was(office: Office) -> None:
    sarah = reached(office)
    settle(office, ANA, "some_betas")
    assert "Take back: A beta of their choice" in str(office.latest(office.person(ANA)).blocks)
    assert "undo" not in actions_of(office, OLU)
    take_back(office, ANA, "for Sarah Chen it is open again")
    assert [one.state for one in tasks(office, kind="some_betas")] == ["open"]
    assert "benefit_done" in actions_of(office, ANA)
    with office.db.reading() as session:
        assert session.query(Give).count() == 0
        told = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert told[-1] == "took back that Sarah Chen has: some betas"
    settle(office, ANA, "some_betas", "benefit_declined")
    office.later(minutes=16)
    take_back(office, ANA, "15 minutes, and these are over")
    office.job("ask_reminders")
    assert "undo" not in actions_of(office, ANA)
    assert [one.state for one in tasks(office, kind="some_betas")] == ["declined"]


def test_only_whoever_clicked_or_an_owner_takes_it_back_and_once(office: Office) -> None:
    reached(office)
    settle(office, ANA, "some_betas")
    button = office.person(ANA).find("undo")
    press(office, SAM, button, "undo")
    office.whisper(office.person(SAM), "Only whoever clicked")
    press(office, OLU, button, "undo")
    office.whisper(office.person(OLU), "it is open again")
    office.person(ANA).click(button, "undo", stale=True)
    office.whisper(office.person(ANA), "taken back already")


def test_a_give_that_was_there_before_stays(office: Office) -> None:
    sarah = reached(office)
    office.add_row(Give(advocate_id=sarah.id, kind="early_access", given_on=TODAY, by=ANA))
    settle(office, ANA, "some_betas")
    take_back(office, ANA, "it is open again")
    with office.db.reading() as session:
        assert session.query(Give).count() == 1
