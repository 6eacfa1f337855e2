"""The sample company goes in as users' data does, and shows every rule at work."""

import pytest
from sqlalchemy import select

from bot.importers.importing import import_file
from bot.importers.sources import SOURCES
from bot.queries.advocates import facts_of
from bot.rules.eligibility import CODES, judge
from bot.rules.kinds import KINDS
from bot.rules.policy import DEFAULT
from bot.rules.wellbeing import NOTES
from bot.sandbox.company import colleagues
from bot.services import matching
from models import Account, Advocate, Person
from tests.sandbox.company.conftest import Founded
from tests.sandbox.company.reading import rows

NOT_IN_FILES = {"open_ask", "blackout", "competitor"}
"""Imported asks are closed, blackouts are set in the bot, and a competitor needs a request that names one."""


def test_every_file_is_imported_whole(founded: Founded) -> None:
    for kind, result in founded.results.items():
        assert result.added == len(rows(founded.folder, kind)) > 0
        assert result.repeated == 0


def test_importing_it_again_changes_nothing(founded: Founded) -> None:
    for kind in SOURCES:
        again = import_file(founded.program, kind, founded.folder / f"{kind}.csv")
        assert (again.added, again.updated) == (0, 0)


def test_each_rule_of_eligibility_holds_somebody_back(founded: Founded) -> None:
    now, met = founded.program.now(), set[str]()
    with founded.program.reading() as session:
        for advocate in session.scalars(select(Advocate)):
            facts = facts_of(session, advocate, founded.today)
            met |= {reason.code for kind in KINDS for reason in judge(facts, kind, DEFAULT, now).reasons}
    assert met >= set(CODES) - NOT_IN_FILES


def test_a_prospect_whom_a_customer_keeps_away_from_is_kept_away(founded: Founded) -> None:
    now = founded.program.now()
    with founded.program.reading() as session:
        account = session.scalars(select(Account).where(Account.name == "Bramble Credit")).one()
        people = session.scalars(select(Advocate).where(Advocate.account_id == account.id)).all()
        facts = [facts_of(session, advocate, founded.today) for advocate in people]
    assert account.never_with
    for prospect, kept_away in ((f"{account.never_with[0].upper()} Ltd", True), ("Bluefern Bank", False)):
        for one in facts:
            reasons = judge(one, "testimonial", DEFAULT, now, prospect).reasons
            assert ("competitor" in {reason.code for reason in reasons}) is kept_away


def test_what_is_unknown_or_long_past_is_noted_and_holds_nobody_back(founded: Founded) -> None:
    now, noted, codes = founded.program.now(), set[str](), set[str]()
    with founded.program.reading() as session:
        for advocate in session.scalars(select(Advocate)):
            verdict = judge(facts_of(session, advocate, founded.today), "testimonial", DEFAULT, now)
            noted |= {note.code for note in verdict.notes}
            codes |= {reason.code for reason in verdict.reasons}
    assert "health_unknown" in noted
    assert not codes & set(NOTES)


def find(founded: Founded, line: str) -> matching.Answer:
    rep = next(one for one in colleagues() if one.role == "sales")
    profile = Person(
        slack_id=rep.slack_id,
        name=rep.real_name,
        email=rep.email,
        is_guest=False,
        is_outsider=False,
        is_gone=False,
        fetched_at=0.0,
    )
    with founded.program.changing() as session:
        session.merge(profile)
    return matching.find(founded.program, rep.slack_id, line)


def test_fintech_enterprise_finds_rested_people_and_leaves_others_out_for_many_reasons(
    founded: Founded,
) -> None:
    answer = find(founded, "fintech enterprise")
    assert not answer.reading.unknown
    assert answer.fitting >= 4
    assert len({left.code for left in answer.left_out}) >= 4


@pytest.mark.parametrize(
    "line", ["healthcare emea", "manufacturing dach", "retail apac", "insurance claims handling"]
)
def test_everyday_lines_find_several_and_spare_some(founded: Founded, line: str) -> None:
    answer = find(founded, line)
    assert not answer.reading.unknown
    assert answer.fitting >= 3
    assert answer.left_out


@pytest.mark.parametrize("product", ["Headwater", "Millrace", "Lockgate", "Soundings", "Ferryman"])
def test_the_products_are_words_that_the_bot_understands(founded: Founded, product: str) -> None:
    answer = find(founded, f"enterprise {product.lower()}")
    assert answer.reading.criteria.products == (product,)
    assert product in answer.matches[0].why
