"""What the rules are told of an advocate is what the tables hold, on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.db import Database
from bot.queries.advocates import facts_of
from bot.rules.facts import AdvocateFacts, LastActivity, UntoldOutcome
from models import Account, Activity, Advocate, Ask, Base, Give

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
Facts = Callable[..., AdvocateFacts]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


LATELY = ago(20)


def activity(on: date = LATELY, **columns: Any) -> Activity:
    values: dict[str, Any] = {"kind": "podcast", "effort": 2, "origin": "bot", "thanked_on": on}
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return Activity(completed_on=on, completed_at=at, deal=str(id(columns)), **(values | columns))


def ask(state: str, **columns: Any) -> Ask:
    return Ask(origin="bot", kind="podcast", effort=2, state=state, **columns)


def give(on: date, kind: str = "book") -> Give:
    return Give(kind=kind, given_on=on)


@pytest.fixture
def facts(db: Database) -> Facts:
    """The facts of somebody with these rows of theirs, and these columns of theirs or their account's."""

    def facts(*theirs: Base, **columns: Any) -> AdvocateFacts:
        with Session(db.engine) as session:
            common = {"created_at": NOW, "updated_at": NOW}
            of_account = {name: value for name, value in columns.items() if name in Account.__table__.columns}
            of_advocate = {name: value for name, value in columns.items() if name not in of_account}
            places = {"industry": "Fintech", "segment": "smb", "region": "emea", "csm": "a@b.test"}
            account = Account(domain="acme.test", name="Acme", **places, **common, **of_account)
            session.add(account)
            session.flush()
            mai, bo = (
                Advocate(
                    email=f"{name}@acme.test",
                    name=name,
                    account_id=account.id,
                    stage="enrolled",
                    **more,
                    **common,
                )
                for name, more in (("Mai", of_advocate), ("Bo", {}))
            )
            session.add_all([mai, bo])
            session.flush()
            for row in theirs:
                row.advocate_id = mai.id  # type: ignore[attr-defined]
                session.add(row)
            # Of somebody else at the same company, and never of Mai.
            session.add(activity(thanked_on=None, result="won", advocate_id=bo.id))
            session.add(ask("unused", advocate_id=bo.id))
            session.add(Give(kind="book", given_on=TODAY, advocate_id=bo.id))
            return facts_of(session, mai, TODAY)

    return facts


def test_of_somebody_new_there_is_nothing_to_tell(facts: Facts) -> None:
    assert facts() == AdvocateFacts(stage="enrolled")


def test_the_account_is_known_as_imported(facts: Facts) -> None:
    found = facts(
        health=71,
        open_escalation=True,
        renewal_date=ago(-40),
        last_renewed_on=ago(300),
        policy_forbids=["press", "speaking"],
        never_with=["Globex", "Müller"],
        enrolled_on=ago(50),
    )
    assert (found.health, found.open_escalation) == (71, True)
    assert (found.renewal_date, found.last_renewed_on) == (ago(-40), ago(300))
    assert found.company_forbids == {"press", "speaking"}
    assert found.never_with == {"Globex", "Müller"}
    assert found.enrolled_on == ago(50)


def test_an_escalation_that_is_over_is_not_unknown(facts: Facts) -> None:
    assert facts(open_escalation=False).open_escalation is False


@pytest.mark.parametrize(("rating", "well"), [(None, 1), (5, 1), (4, 1), (3, 0), (1, 0)])
def test_an_activity_went_well_when_it_was_rated_four_or_more_or_not_at_all(
    facts: Facts, rating: int | None, well: int
) -> None:
    found = facts(activity(rating=rating))
    assert (found.has_helped, found.went_well) == (True, well)


def test_activities_are_counted_and_surveys_are_not(facts: Facts) -> None:
    found = facts(
        activity(ago(900), rating=5),
        activity(ago(40)),
        activity(ago(30), rating=2),
        activity(kind="survey", effort=0, thanked_on=None, result="won"),
    )
    assert (found.has_helped, found.went_well) == (True, 2)
    assert (found.last_activity, found.untold) == (None, ())


def test_a_survey_alone_is_no_help(facts: Facts) -> None:
    found = facts(activity(kind="survey", effort=0))
    assert (found.has_helped, found.went_well) == (False, 0)


def test_gives_count_from_the_day_of_enrolling(facts: Facts) -> None:
    found = facts(give(ago(61)), give(ago(60)), give(ago(1), "flowers"), enrolled_on=ago(60))
    assert found.gives_since_enrolling == 2


def test_without_a_day_of_enrolling_no_gives_are_counted(facts: Facts) -> None:
    assert facts(give(ago(1))).gives_since_enrolling == 0


def test_the_last_activity_is_owed_thanks_until_it_was_thanked(facts: Facts) -> None:
    found = facts(activity(ago(9), thanked_on=None), activity(ago(90)))
    assert found.last_activity == LastActivity(ago(9), thanked=False, imported=False)


def test_only_the_last_activity_is_owed_thanks(facts: Facts) -> None:
    assert facts(activity(ago(90), thanked_on=None), activity(ago(9))).last_activity is None


@pytest.mark.parametrize(
    ("columns", "untold"),
    [
        ({"result": "won"}, True),
        ({"result": "lost"}, True),
        ({"result": "open"}, False),
        ({"result": None}, False),
        ({"result": "won", "outcome_told_on": ago(1)}, False),
        ({"published_on": TODAY}, True),
        ({"published_on": ago(-1)}, False),
        ({"published_on": TODAY, "outcome_told_on": TODAY}, False),
    ],
)
def test_an_outcome_is_untold_once_it_is_known(facts: Facts, columns: dict[str, Any], untold: bool) -> None:
    found = facts(activity(ago(400), **columns))
    assert found.untold == ((UntoldOutcome(ago(400), imported=False),) if untold else ())
    assert found.last_activity is None


def test_every_outcome_that_nobody_told_counts_not_the_last_alone(facts: Facts) -> None:
    found = facts(
        activity(ago(90), origin="import", result="won"),
        activity(ago(30), result="lost"),
        activity(ago(5)),
    )
    assert set(found.untold) == {
        UntoldOutcome(ago(90), imported=True),
        UntoldOutcome(ago(30), imported=False),
    }


def test_thanks_and_a_word_can_be_owed_for_the_same_activity(facts: Facts) -> None:
    found = facts(activity(ago(3), thanked_on=None, result="won"))
    assert found.last_activity is not None
    assert found.untold == (UntoldOutcome(ago(3), imported=False),)


def test_a_yes_that_came_to_nothing_is_open_until_it_was_told(facts: Facts) -> None:
    found = facts(ask("unused"), ask("unused"), ask("unused", told_at=NOW), ask("no_answer"), ask("declined"))
    assert (found.unused_yeses, found.open_asks) == (2, 0)


def test_an_open_ask_is_no_open_loop(facts: Facts) -> None:
    found = facts(ask("accepted", seat=1))
    assert (found.open_asks, found.unused_yeses) == (1, 0)
