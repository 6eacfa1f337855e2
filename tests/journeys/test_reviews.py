"""Who is asked for a review does not depend on how happy they are, from the first word to the record of it."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import cli
from bot.clock import FixedClock
from bot.db import Database
from bot.sandbox.answer import words
from bot.services import filing, matching, people
from bot.services.program import Program
from models import Account, Activity, Advocate, Ask, AuditEntry, BenchPlace, Give, ReferenceRequest, Signal
from tests.journeys.office import ANA, MONDAY, SAM, Office
from tests.journeys.test_the_loop import request_from

TODAY = MONDAY.date()


def test_somebody_unhappy_and_not_in_the_program_is_asked_like_everybody(office: Office) -> None:
    unhappy = office.add_account(
        "Northwind Bank", health=3, nps=0, open_escalation=True, renewal_date=TODAY + timedelta(days=5)
    )
    office.add_advocate("Sarah Chen", unhappy, stage="contact", nps=0, available_from=date(2027, 1, 1))
    sam, ana = office.person(SAM), office.person(ANA)
    assert "Sarah Chen" not in sam.command("/reference", "fintech testimonial").text
    answer = sam.command("/reference", "review g2")
    assert "1 person can be asked" in answer.text
    assert "everybody is asked alike" in answer.text
    request_from(office, "review g2")
    assert [(ask.kind, ask.state) for ask in office.asks()] == [("review", "reserved")]
    office.press(ana, "ask_review")
    assert ana.submit(decision="approve").errors == {}
    office.deliver()
    note = words(office.latest(ana))
    assert "whatever they turn out to be" in note
    assert "on G2" in note
    assert ana.press("ask_sent").ok
    office.deliver()
    assert [ask.state for ask in office.asks()] == ["sent"]


def test_own_people_the_retired_and_the_resting_are_left_out_with_their_reasons(office: Office) -> None:
    bank = office.add_account("Northwind Bank")
    office.add_advocate("Ada Agent", bank, relation="agent")
    office.add_advocate("Rita Retired", bank, stage="retired")
    rested = office.add_advocate("Rob Rested", bank)
    office.add_past_ask(rested, TODAY - timedelta(days=3))
    office.add_advocate("Fay Free", office.add_account("Harbour Trust"))
    answer = office.person(SAM).command("/reference", "review")
    assert "1 person can be asked" in answer.text
    assert "1 retired from the program; 1 of our own staff, agents or relatives" in answer.text
    assert "1 cooling down" in answer.text
    request_from(office, "review")
    (entry,) = audit(office, "review_drawn")
    codes = sorted(tuple(codes) for codes in entry.details["left_out"].values())
    assert codes == [("cooldown",), ("relation",), ("stage",)]


def test_a_liked_kind_is_not_shown_of_a_review(office: Office) -> None:
    office.add_advocate("Zoe Fan", office.add_account("Northwind Bank"), likes=["review", "testimonial"])
    sam = office.person(SAM)
    assert "Zoe Fan" in sam.command("/reference", "review").text
    assert "Likes doing this" not in sam.command("/reference", "review").text
    assert "Likes doing this" in sam.command("/reference", "testimonial").text


def test_words_filter_whom_to_ask_for_a_review(office: Office) -> None:
    office.add_advocate("Pia Pay", office.add_account("Northwind Bank", products=["Payments"]))
    office.add_advocate("Leo Ledger", office.add_account("Harbour Trust", products=["Ledger"]))
    sam = office.person(SAM)
    answer = sam.command("/reference", "review payments")
    assert "Pia Pay" in answer.text
    assert "Leo Ledger" not in answer.text


def test_a_csm_puts_a_review_off_for_a_listed_reason_only(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "review g2")
    ana = office.person(ANA)
    assert "needs a review on G2 for Contoso" in words(office.latest(ana))
    assert ": review on G2 for Contoso" in words(office.latest(office.person(SAM)))
    view = office.press(ana, "ask_review")
    assert "for a review on G2 from *Sarah Chen*" in str(view.blocks)
    fields = {block["block_id"]: block for block in view.blocks if block["type"] == "input"}
    assert "reason" not in fields
    assert fields["neutral_reason"]["optional"] is False
    refused = ana.submit(decision="not_now")
    assert "choose why not now" in refused.errors["neutral_reason"]
    assert [ask.state for ask in office.asks()] == ["reserved"]
    assert ana.submit(decision="not_now", neutral_reason="on_leave").errors == {}
    assert [ask.state for ask in office.asks()] == ["released"]
    assert "because: they are on leave, until 2026-04-01" in history(office)


def test_never_for_a_review_is_what_the_advocate_said(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "review")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    assert "They told me never to ask for reviews" in json.dumps(ana.modal.blocks if ana.modal else [])
    ana.submit(decision="never")
    assert "never for this kind, because: they said so themselves" in history(office)
    assert "1 never want this asked" in office.person(SAM).command("/reference", "review").text


def test_other_asks_keep_their_free_reason(office: Office) -> None:
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    request_from(office, "fintech")
    view = office.press(office.person(ANA), "ask_review")
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    assert "reason" in fields
    assert "neutral_reason" not in fields


def test_a_rule_broken_since_is_noticed_at_approval_and_happiness_is_not(office: Office) -> None:
    bank = office.add_account("Northwind Bank")
    sarah = office.add_advocate("Sarah Chen", bank)
    request_from(office, "review")
    ana = office.person(ANA)
    office.press(ana, "ask_review")
    with office.db.changing() as session:
        session.get_one(Account, bank.id).health = 1
        session.get_one(Advocate, sarah.id).stage = "resting"
    assert ana.submit(decision="approve").errors == {}
    with office.db.changing() as session:
        session.get_one(Advocate, sarah.id).relation = "staff"
    office.job("ask_reminders")
    assert [ask.release_reason for ask in office.asks()] == ["relation"]
    assert "one of our own staff" in words(office.latest(ana))


def test_the_history_tells_how_it_was_drawn(office: Office) -> None:
    bank = office.add_account("Northwind Bank")
    office.add_advocate("Sarah Chen", bank)
    office.add_advocate("Ada Agent", bank, relation="agent", never=["review"])
    request_from(office, "review g2")
    told = history(office)
    assert "everybody is asked alike" in told
    assert "(seed 2026-03-02)" in told
    assert "1 could be asked; Sarah Chen was chosen by name and not drawn" in told
    assert "1 of our own staff, agents or relatives (Ada Agent); 1 never want this asked (Ada Agent)" in told
    with office.db.reading() as session:
        request = session.query(ReferenceRequest).one()
    assert request.draw_seed == "2026-03-02"
    document = json.loads(run_history(office, "--json"))
    drawn = next(entry["draw"] for entry in document if "draw" in entry)
    assert drawn["left_out"] == [{"advocate": "Ada Agent", "codes": ["relation", "never_kind"]}]
    assert (drawn["rule"], drawn["seed"]) == ("least_asked_then_lot", "2026-03-02")


def test_the_next_on_a_later_day_is_drawn_with_the_same_seed(office: Office) -> None:
    for number in range(15):
        office.add_advocate(f"Person {number:02}", office.add_account(f"Company {number:02}"))
    answer = office.person(SAM).command("/reference", "review")
    office.person(SAM).click(answer, "reference_request_any")
    office.modal(office.person(SAM))
    assert office.person(SAM).submit(deal_name="Reviews").errors == {}
    ana = office.person(ANA)
    for _ in range(12):
        office.later(days=1)
        office.deliver()
        office.press(ana, "ask_review")
        ana.submit(decision="not_now", neutral_reason="busy_season")
    seeds = [entry.details["seed"] for entry in audit(office, "review_drawn")]
    assert seeds == ["2026-03-02", "2026-03-02"]
    assert len(office.asks()) == 13


def audit(office: Office, action: str) -> list[AuditEntry]:
    with office.db.reading() as session:
        return session.query(AuditEntry).filter_by(action=action).order_by(AuditEntry.id).all()


def history(office: Office) -> str:
    return run_history(office)


def run_history(office: Office, *options: str) -> str:
    """What the command line tells of the only request."""
    with office.db.reading() as session:
        request = session.query(ReferenceRequest.id).scalar()
    url = office.db.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(cli, ["history", request, *options], env={"DATABASE_URL": url})
    assert result.exit_code == 0, result.output
    return result.output


PEOPLE = 9
DAYS = st.dates(TODAY - timedelta(days=700), TODAY + timedelta(days=200))
PAST = st.dates(TODAY - timedelta(days=700), TODAY - timedelta(days=2))
COMPANY = st.fixed_dictionaries(
    {
        "health": st.none() | st.integers(0, 100),
        "nps": st.none() | st.integers(0, 10),
        "open_escalation": st.none() | st.booleans(),
        "renewal_date": st.none() | DAYS,
        "last_renewed_on": st.none() | DAYS,
        "expanded_on": st.none() | DAYS,
        "customer_since": st.none() | DAYS,
        "well_known": st.none() | st.booleans(),
        "arr": st.none() | st.floats(1, 1e6),
        "may_use_logo": st.none() | st.booleans(),
    }
)
PERSON = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["contact", "candidate", "nurturing", "invited", "enrolled", "resting"]),
        "nps": st.none() | st.integers(0, 10),
        "enrolled_on": st.none() | DAYS,
        "available_from": st.none() | DAYS,
        "likes": st.sampled_from([[], ["review"], ["podcast"]]),
    }
)
DONE = st.lists(
    st.tuples(PAST, st.none() | st.integers(1, 5), st.booleans()), max_size=4, unique_by=lambda x: x[0]
)
"""Activities by day, with a rating, and whether something was given to them on that day."""
SIGNALS = st.sets(
    st.sampled_from(["unprompted_praise", "hard_renewal", "strong_with_csm", "single_threaded"])
)
CHANGES = st.lists(st.tuples(PERSON, COMPANY, DONE, SIGNALS), min_size=PEOPLE, max_size=PEOPLE)


@pytest.fixture(scope="module")
def company(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of which everything is known but how happy anybody is."""
    path = tmp_path_factory.mktemp("reviews") / "company.db"
    shutil.copy(migrated_sqlite, path)
    db = Database(f"sqlite:///{path}")
    people.remember(Program(db, FixedClock(MONDAY)), people.Profile(SAM, "Sam Field"))
    with db.changing() as session:
        for number in range(PEOPLE):
            account = Account(
                domain=f"company{number}.example",
                name=f"Company {number}",
                industry="Fintech",
                segment="enterprise",
                region="emea",
                csm=ANA,
                created_at=MONDAY,
                updated_at=MONDAY,
            )
            session.add(account)
            session.flush()
            advocate = Advocate(
                email=f"{number}@people.example",
                name=f"Person {number}",
                account_id=account.id,
                stage="enrolled",
                relation="staff" if number == 0 else None,
                paused_until=TODAY + timedelta(days=9) if number == 1 else None,
                created_at=MONDAY,
                updated_at=MONDAY,
            )
            session.add(advocate)
            session.flush()
            if number in (2, 3):
                session.add(an_ask(advocate, TODAY - timedelta(days=10 if number == 2 else 200)))
            if number == 4:
                session.add(an_activity(advocate, TODAY - timedelta(days=1), rating=1, thanked=False))
    db.dispose()
    return path


def an_ask(advocate: Advocate, on: date) -> Ask:
    return Ask(
        advocate_id=advocate.id,
        origin="import",
        kind="testimonial",
        effort=1,
        state="completed",
        answer="yes",
        asked_on=on,
        counted_on=on,
    )


def an_activity(advocate: Advocate, on: date, *, rating: int | None, thanked: bool = True) -> Activity:
    return Activity(
        advocate_id=advocate.id,
        kind="reference_call",
        effort=2,
        origin="import",
        completed_on=on,
        completed_at=MONDAY,
        rating=rating,
        thanked_on=on if thanked else None,
        outcome_told_on=on,
    )


@pytest.fixture(scope="module")
def baseline(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, ...]]:
    yield offered(company, tmp_path_factory.mktemp("baseline") / "company.db", None)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=CHANGES)
def test_how_happy_anybody_is_changes_neither_who_is_offered_nor_the_order(
    company: Path, baseline: tuple[Any, ...], tmp_path: Path, changes: list[Any]
) -> None:
    assert offered(company, tmp_path / "company.db", changes) == baseline


def test_the_company_of_the_property_has_somebody_to_offer_and_somebody_left_out(
    baseline: tuple[Any, ...],
) -> None:
    shown, bench, asked, left_out = baseline
    assert len(shown) == 5
    assert len(bench) == PEOPLE - 4
    assert asked == [bench[0]]
    assert sorted(left_out.values()) == [["cooldown"], ["paused"], ["relation"], ["thanks"]]


def offered(company: Path, path: Path, changes: list[Any] | None) -> tuple[Any, ...]:
    """Who is shown and in which order, the bench of a request filed, who is asked first, and who is left out why."""
    for leftover in path.parent.glob("company.db*"):
        leftover.unlink()
    shutil.copy(company, path)
    program = Program(Database(f"sqlite:///{path}"), FixedClock(MONDAY))
    try:
        if changes:
            change_happiness(program, changes)
        found = matching.find(program, SAM, "review g2 fintech")
        form = filing.RequestForm(
            words="review g2 fintech", kind="review", deal_name="Reviews", needed_by=TODAY
        )
        filing.file(program, SAM, form, "view")
        with program.reading() as session:
            bench = session.query(BenchPlace.advocate_id).order_by(BenchPlace.rank).all()
            asked = session.query(Ask.advocate_id).filter_by(origin="bot").all()
            (drawn,) = session.query(AuditEntry).filter_by(action="review_drawn").all()
        return (
            [match.advocate.id for match in found.matches],
            [row.advocate_id for row in bench],
            [row.advocate_id for row in asked],
            drawn.details["left_out"],
        )
    finally:
        program.db.dispose()


def change_happiness(program: Program, changes: list[Any]) -> None:
    with program.changing() as session:
        advocates = session.query(Advocate).order_by(Advocate.email).all()
        for advocate, (person, account, done, signals) in zip(advocates, changes, strict=True):
            for name, value in person.items():
                setattr(advocate, name, value)
            for name, value in account.items():
                setattr(session.get_one(Account, advocate.account_id), name, value)
            for on, rating, given_too in done:
                session.add(an_activity(advocate, on, rating=rating))
                if given_too:
                    session.add(Give(advocate_id=advocate.id, kind="book", given_on=on))
            for kind in sorted(signals):
                session.add(Signal(advocate_id=advocate.id, kind=kind, observed_on=TODAY))
