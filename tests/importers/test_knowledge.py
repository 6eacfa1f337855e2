"""gives.csv, signals.csv, milestones.csv, stories.csv, deals.csv and costs.csv."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from bot.services.program import Program
from models import Account, Advocate, Cost, Deal, Give, Milestone, Signal, Story
from tests.importers.conftest import ACCOUNT, ADVOCATE, Import

Refused = Callable[[Program, str, str | bytes], list[str]]
GIVES = "advocate,kind,given_on,by,note,cost\nMai@acme.test,{},2026-05-04,{},A note,{}\n"
SIGNALS = "subject,kind,observed_on,note\n{},{},2026-05-04,{}\n"
DEALS = "account,name,amount,opened_on,closed_on,result,referenced\nBluefern,Pilot,{},2026-01-05,{},{},yes\n"


@pytest.fixture(autouse=True)
def people(program: Program, bring: Import) -> None:
    row = ACCOUNT.splitlines()[1]
    twins = "\n".join(row.replace("acme.test,Acme", f"{domain}.test,Twin") for domain in ("one", "two"))
    bring(program, "accounts", ACCOUNT + twins)
    bring(program, "advocates", ADVOCATE)


def test_a_give_arrives_and_is_changed_under_its_key(program: Program, bring: Import) -> None:
    assert bring(program, "gives", GIVES.format("Handwritten note", "ana@ours.test", "4.50")).added == 1
    assert bring(program, "gives", GIVES.format("handwritten_note", "", "5")).updated == 1
    assert bring(program, "gives", GIVES.format("handwritten_note", "", "")).unchanged == 1
    with program.reading() as session:
        give = session.scalars(select(Give)).one()
    assert (give.kind, give.given_on, give.by, give.note, give.cost) == (
        "handwritten_note",
        date(2026, 5, 4),
        "ana@ours.test",
        "A note",
        5.0,
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Thank-you notes", "thank_you_note"),
        ("LinkedIn recommendation", "linkedin_recommendation"),
        ("Introduction to a peer", "peer_introduction"),
        ("Custom keepsake", "keepsake"),
        ("Surf lesson", "surf_lesson"),
        ("Tide-Calendar ", "tide_calendar"),
        ("花束", "花束"),
        ("cook", "cook"),
    ],
)
def test_a_kind_of_give_is_one_of_the_catalogue_or_a_word_of_ones_own(
    program: Program, bring: Import, written: str, kept: str
) -> None:
    bring(program, "gives", GIVES.format(written, "", ""))
    with program.reading() as session:
        assert session.scalars(select(Give.kind)).one() == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("handwriten note", "did you mean handwritten_note?"),
        ("donatoin", "did you mean donation?"),
        ("--", "“--” is no word"),
    ],
)
def test_a_slip_of_the_finger_makes_no_new_kind_of_give(
    program: Program, refused: Refused, written: str, said: str
) -> None:
    (problem,) = refused(program, "gives", GIVES.format(written, "", ""))
    assert problem.startswith("line 2, kind: ")
    assert said in problem


@pytest.mark.parametrize(
    ("subject", "of"), [("mai@Acme.test", "advocate"), ("ACME.test", "account")], ids=["person", "account"]
)
def test_a_signal_is_about_a_person_or_an_account(
    program: Program, bring: Import, subject: str, of: str
) -> None:
    assert bring(program, "signals", SIGNALS.format(subject, "Unprompted praise", "Wow")).added == 1
    assert bring(program, "signals", SIGNALS.format(subject, "unprompted_praise", "Wow.")).updated == 1
    assert bring(program, "signals", SIGNALS.format(subject, "unprompted_praise", "")).unchanged == 1
    with program.reading() as session:
        signal = session.scalars(select(Signal)).one()
        owners = {
            "advocate": session.scalars(select(Advocate.id)).one(),
            "account": session.scalars(select(Account.id).where(Account.domain == "acme.test")).one(),
        }
    assert (signal.kind, signal.observed_on, signal.note) == (
        "unprompted_praise",
        date(2026, 5, 4),
        "Wow.",
    )
    assert {"advocate": signal.advocate_id, "account": signal.account_id} == {
        "advocate": None,
        "account": None,
        of: owners[of],
    }


@pytest.mark.parametrize(
    ("subject", "kind", "said"),
    [
        ("acme.test", "unpromted_praise", "kind: “unpromted_praise” is not known; did you mean unprompted_praise?"),
        ("Twin", "expanded", "subject: “Twin” is a name; write the domain: one.test, two.test"),
        ("Acme", "expanded", "subject: “Acme” is a name; write the domain: acme.test"),
        ("acmee.test", "expanded", "subject: “acmee.test” is no account; import accounts first; did you mean acme.test?"),
        ("may@acme.test", "expanded", "did you mean mai@acme.test?"),
        ("mai@", "expanded", "subject: “mai@” is not an e-mail address"),
        ("", "expanded", "subject: is empty; fill it in"),
    ],
)  # fmt: skip
def test_a_signal_that_is_not_understood_is_named(
    program: Program, refused: Refused, subject: str, kind: str, said: str
) -> None:
    (problem,) = refused(program, "signals", SIGNALS.format(subject, kind, ""))
    assert said in problem


def test_signals_of_a_person_and_their_account_are_two(program: Program, bring: Import) -> None:
    rows = "subject,kind,observed_on\nmai@acme.test,expanded,2026-05-04\nacme.test,expanded,2026-05-04\n"
    assert bring(program, "signals", rows).added == 2
    assert bring(program, "signals", rows).unchanged == 2


def test_what_was_observed_or_given_tomorrow_is_a_mistake(program: Program, refused: Refused) -> None:
    tomorrow = SIGNALS.format("acme.test", "expanded", "").replace("2026-05-04", "2026-11-21")
    assert "is still to come" in refused(program, "signals", tomorrow)[0]
    tomorrow = GIVES.format("gift", "", "").replace("2026-05-04", "2026-11-21")
    assert "is still to come" in refused(program, "gives", tomorrow)[0]


def test_a_milestone_may_be_still_to_come(program: Program, bring: Import, refused: Refused) -> None:
    rows = "subject,kind,on,note\nacme.test,Company anniversary,2027-01-01,Ten years\nmai@acme.test,other,2026-02-02,\n"
    assert bring(program, "milestones", rows).added == 2
    with program.reading() as session:
        found = session.scalars(select(Milestone).order_by(Milestone.on)).all()
    assert [(one.kind, one.on, one.note) for one in found] == [
        ("other", date(2026, 2, 2), None),
        ("company_anniversary", date(2027, 1, 1), "Ten years"),
    ]
    assert "write one of promotion" in refused(program, "milestones", rows.replace("other", "wedding"))[0]


def test_a_story_arrives_and_is_changed_under_its_key(program: Program, bring: Import) -> None:
    head = "account,title,advocate,before,after,value,may_share,kind"
    assert bring(program, "stories", f"{head}\nacme.test,Calm,,31 h,9 h,-71%,,Written\n").added == 1
    assert bring(program, "stories", f"{head}\nacme.test,Calm,mai@acme.test,,,,yes,\n").updated == 1
    with program.reading() as session:
        story = session.scalars(select(Story)).one()
        told_by = session.scalars(select(Advocate.id)).one()
    assert (story.advocate_id, story.before, story.value) == (told_by, "31 h", "-71%")
    assert (story.may_share, story.kind, story.link) == (True, "written", None)


def test_the_account_of_a_story_is_a_domain(program: Program, refused: Refused) -> None:
    (problem,) = refused(program, "stories", "account,title\nTwin,Calm\n")
    assert problem == "line 2, account: “Twin” is a name; write the domain: one.test, two.test"


def test_a_deal_is_changed_under_its_prospect_and_name(program: Program, bring: Import) -> None:
    assert bring(program, "deals", DEALS.format("1200.50", "", "open")).added == 1
    assert bring(program, "deals", DEALS.format("", "2026-06-01", "won")).updated == 1
    with program.reading() as session:
        deal = session.scalars(select(Deal)).one()
    assert (deal.amount, deal.closed_on, deal.result, deal.referenced) == (
        1200.5,
        date(2026, 6, 1),
        "won",
        True,
    )


def test_a_deal_that_closed_before_it_opened_is_a_mistake(program: Program, refused: Refused) -> None:
    assert refused(program, "deals", DEALS.format("", "2025-06-01", "lost")) == [
        "line 2, closed_on: “2025-06-01” is before opened_on, “2026-01-05”; correct one of the two"
    ]


def test_a_cost_needs_its_amount_and_is_changed_under_what_and_when(
    program: Program, bring: Import, refused: Refused
) -> None:
    rows = "what,on,amount,currency,kind\nUser day,2026-06-02,{},usd,Event\n"
    assert refused(program, "costs", rows.format("")) == [
        "line 2, amount: is empty; fill it in, every row needs one"
    ]
    assert bring(program, "costs", rows.format("7400")).added == 1
    assert bring(program, "costs", rows.format("7500")).updated == 1
    with program.reading() as session:
        cost = session.scalars(select(Cost)).one()
    assert (cost.what, cost.on, cost.amount, cost.currency, cost.kind) == (
        "User day",
        date(2026, 6, 2),
        7500.0,
        "USD",
        "event",
    )
