"""Rule 8 of the truth table: what they, their company and its rivals allow; and when two names are one company."""

import pytest

from bot.rules.company_names import same_company
from bot.rules.eligibility import judge
from bot.rules.policy import DEFAULT
from tests.rules.test_eligibility import NOW, RESTED, reasons


def against(never_with: frozenset[str], prospect: str | None) -> list[str]:
    verdict = judge(RESTED._replace(never_with=never_with), "reference_call", DEFAULT, NOW, prospect)
    return [reason.code for reason in verdict.reasons]


def test_a_kind_that_the_company_forbids() -> None:
    facts = RESTED._replace(company_forbids=frozenset({"press", "case_study"}))
    assert reasons(facts, "press") == {"company_policy": None}
    assert reasons(facts, "case_study") == {"company_policy": None}
    assert reasons(facts, "reference_call") == {}


def test_a_prospect_that_the_company_keeps_away_from() -> None:
    rivals = frozenset({"Quillbank", "Tansy Lending"})
    assert against(rivals, "quillbank ltd") == ["competitor"]
    assert against(rivals, "Tansy Lending") == ["competitor"]
    assert against(rivals, "Contoso") == []


@pytest.mark.parametrize("prospect", [None, "", "  ", "…"])
def test_without_a_prospect_there_is_nobody_to_keep_away_from(prospect: str | None) -> None:
    assert against(frozenset({"Quillbank"}), prospect) == []


def test_a_company_that_named_no_rivals_meets_everybody() -> None:
    assert against(frozenset(), "Quillbank") == []
    assert against(frozenset({" "}), "Quillbank") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Globex", "GLOBEX"),
        ("Globex", "Globex Inc."),
        ("Globex Corporation", "The Globex Corp"),
        ("Müller Bau GmbH", "mueller-bau"),
        ("Müller Bau GmbH & Co. KG", "Muller Bau"),
        ("Société Générale S.A.", "Societe Generale"),
        ("Rossi S.p.A.", "rossi"),
        ("Kowalski Sp. z o.o.", "Kowalski"),
        ("Banco Alfa S.A. de C.V.", "Banco Alfa"),
        ("Vriend B.V.", "Vriend"),
        ("Smith & Sons", "Smith and Sons Ltd"),
        ("Quillbank UK", "Quillbank (Deutschland) GmbH"),
        ("quillbank.com", "Quillbank Group"),
        ("株式会社アクメ", "アクメ"),
        ("Northwind", "Nortwind"),
        ("Tansy Lending", "Tansy Lendnig"),
    ],
)
def test_names_of_one_company(one: str, other: str) -> None:
    assert same_company(one, other)
    assert same_company(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Globex", "Initech"),
        ("Globex", "Globe"),
        ("Nordea", "Norden"),
        ("Quillbank", "Quillbank Robotics"),
        ("Group", "Holding"),
        ("Europe", "Asia"),
        ("Northwind", "Southwind"),
        ("", "Globex"),
        ("Globex", "!!!"),
    ],
)
def test_names_of_different_companies(one: str, other: str) -> None:
    assert not same_company(one, other)
    assert not same_company(other, one)


def test_a_slip_counts_only_in_a_long_name() -> None:
    assert same_company("Contosos", "Contosox")
    assert not same_company("Contoso", "Contosa")
    assert not same_company("Contosos", "Contoso")
    assert not same_company("Contosos", "Contosxy")


def test_a_name_made_of_nothing_but_common_words_stays_a_name() -> None:
    assert same_company("The Group", "the group")
    assert not same_company("...", "!")
    assert same_company("SE", "se")
