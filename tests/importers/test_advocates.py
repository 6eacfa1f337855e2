"""advocates.csv: which account, and who wins where the bot has changed something since."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.importers.importing import ImportResult
from bot.services.program import Program
from models import Account, Advocate, AdvocateSnapshot
from tests.importers.conftest import ACCOUNT, ADVOCATE, Import

Refused = Callable[[Program, str, str | bytes], list[str]]


@pytest.fixture(autouse=True)
def accounts(program: Program, bring: Import) -> None:
    row = ACCOUNT.splitlines()[1]
    twins = "\n".join(row.replace("acme.test,Acme", f"{domain}.test,Twin") for domain in ("one", "two"))
    bring(program, "accounts", ACCOUNT + twins)


def advocate(program: Program) -> Advocate:
    with program.reading() as session:
        return session.scalars(select(Advocate)).one()


@pytest.mark.parametrize("account", ["acme.test", "ACME.test", "Acme"])
def test_the_account_is_named_by_domain_or_exact_name(program: Program, bring: Import, account: str) -> None:
    bring(program, "advocates", ADVOCATE.replace("acme.test,enrolled", f"{account},enrolled"))
    with program.reading() as session:
        assert session.scalar(select(Account.domain).join(Advocate)) == "acme.test"


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("Twin", "“Twin” is the name of 2 accounts; write the domain: one.test, two.test"),
        ("Acmee", "“Acmee” is no account; import accounts first; did you mean Acme?"),
        ("acme", "“acme” is no account; import accounts first; did you mean Acme?"),
        ("Zyxwvu", "“Zyxwvu” is no account; import accounts first"),
    ],
)
def test_an_account_that_is_not_clear_is_named(
    program: Program, refused: Refused, account: str, said: str
) -> None:
    content = ADVOCATE.replace("acme.test,enrolled", f"{account},enrolled")
    assert refused(program, "advocates", content) == [f"line 2, account: {said}"]


def test_references_and_cells_are_refused_together(program: Program, refused: Refused) -> None:
    content = ADVOCATE.replace("acme.test,enrolled", "Nowhere,enroled")
    assert len(refused(program, "advocates", content)) == 2


def test_every_column_arrives(program: Program, bring: Import) -> None:
    bring(
        program,
        "advocates",
        "email,name,account,stage,likes,never,interests,max_asks_per_year,nps,nps_on,phone,relation,time_zone\n"
        "MAI@acme.test,Mai,Acme,Enrolled,Case Study,press,chess|running,0,9,2026-10-01,+49 30 5550,Customer,"
        "asia/tokyo\n",
    )
    found = advocate(program)
    assert (found.email, found.stage, found.relation) == ("mai@acme.test", "enrolled", "customer")
    assert (found.likes, found.never, found.interests) == (["case_study"], ["press"], ["chess", "running"])
    assert (found.max_asks_per_year, found.phone, found.time_zone) == (0, "+49 30 5550", "Asia/Tokyo")
    assert (found.nps, found.nps_on) == (9, date(2026, 10, 1))
    assert (found.values, found.blackouts, found.changed_by_bot) == ([], [], [])
    with program.reading() as session:
        assert session.scalars(select(AdvocateSnapshot)).one().value == 9


def _the_bot_rests_them(program: Program) -> None:
    with program.changing() as session:
        session.execute(update(Advocate).values(stage="resting", changed_by_bot=["stage", "never"]))


def _import_again(program: Program, bring: Import, *, overwrite: bool = False) -> ImportResult:
    return bring(program, "advocates", ADVOCATE.replace("Mai,", "Mai Tran,"), overwrite=overwrite)


def test_what_the_bot_has_changed_wins_over_an_import(program: Program, bring: Import) -> None:
    bring(program, "advocates", ADVOCATE)
    _the_bot_rests_them(program)
    assert _import_again(program, bring).updated == 1
    assert (advocate(program).name, advocate(program).stage) == ("Mai Tran", "resting")
    assert advocate(program).changed_by_bot == ["stage", "never"]
    assert _import_again(program, bring).unchanged == 1


def test_overwriting_wins_over_the_bot_and_forgets_only_what_it_overwrote(
    program: Program, bring: Import
) -> None:
    bring(program, "advocates", ADVOCATE)
    _the_bot_rests_them(program)
    assert _import_again(program, bring, overwrite=True).updated == 1
    assert (advocate(program).stage, advocate(program).changed_by_bot) == ("enrolled", ["never"])
    assert _import_again(program, bring, overwrite=True).unchanged == 1


def test_somebody_who_moved_gets_their_new_account(program: Program, bring: Import) -> None:
    bring(program, "advocates", ADVOCATE)
    bring(program, "advocates", ADVOCATE.replace("acme.test,enrolled", "two.test,enrolled"))
    with program.reading() as session:
        assert session.scalar(select(Account.domain).join(Advocate)) == "two.test"
