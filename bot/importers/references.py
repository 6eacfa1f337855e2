"""Finds the accounts and advocates that a file names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.importers.columns import References
from bot.importers.nearest import nearest
from models import Account, Advocate

T = TypeVar("T")

AT_ONCE = 500
"""Values in one IN (…)."""
SUGGESTED = 200
"""Unknown names that get a suggestion: each is compared with every known one."""


def batches(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def advocates_by_email(session: Session, emails: Collection[str]) -> References:
    """The advocates with these addresses."""
    ids: dict[str, str] = {}
    for batch in batches(emails):
        found = session.execute(select(Advocate.email, Advocate.id).where(Advocate.email.in_(batch)))
        ids.update((email, id_) for email, id_ in found)
    unknown = [email for email in emails if email not in ids]
    known = session.scalars(select(Advocate.email)).all() if unknown else []
    wrong = _unknown(unknown, known, "is nobody known; import advocates first, or correct the address")
    return References(ids, wrong)


def accounts_by_domain(session: Session, texts: Collection[str]) -> References:
    """The accounts with these domains; where a text is a name instead, the domain that should have been written."""
    ids, by_name, wrong = _accounts(session, texts)
    for name, accounts in by_name.items():
        wrong[name] = f"“{name}” is a name; write the domain: {_domains(accounts)}"
    return References(ids, wrong)


def accounts_by_domain_or_name(session: Session, texts: Collection[str]) -> References:
    """The accounts with these domains or, where no domain fits, with exactly these names."""
    ids, by_name, wrong = _accounts(session, texts)
    for name, accounts in by_name.items():
        if len(accounts) == 1:
            ids[name] = accounts[0].id
        else:
            wrong[name] = (
                f"“{name}” is the name of {len(accounts)} accounts; write the domain: {_domains(accounts)}"
            )
    return References(ids, wrong)


class _Account(NamedTuple):
    domain: str
    id: str


def _accounts(
    session: Session, texts: Collection[str]
) -> tuple[dict[str, str], dict[str, list[_Account]], dict[str, str]]:
    """The ids of those that are domains, the accounts of those that are names, and what is wrong with the rest."""
    by_domain: dict[str, str] = {}
    for batch in batches({text.lower() for text in texts}):
        found = session.execute(select(Account.domain, Account.id).where(Account.domain.in_(batch)))
        by_domain.update((domain, id_) for domain, id_ in found)
    names = [text for text in texts if text.lower() not in by_domain]
    by_name: defaultdict[str, list[_Account]] = defaultdict(list)
    for batch in batches(names):
        rows = session.execute(
            select(Account.name, Account.domain, Account.id)
            .where(Account.name.in_(batch))
            .order_by(Account.domain)
        )
        for name, domain, id_ in rows:
            by_name[name].append(_Account(domain, id_))
    ids = {text: by_domain[text.lower()] for text in texts if text.lower() in by_domain}
    unknown = [name for name in names if name not in by_name]
    known = _names_and_domains(session) if unknown else []
    return ids, dict(by_name), _unknown(unknown, known, "is no account; import accounts first")


MOST_NAMED = 10
"""Domains in one message."""


def _domains(accounts: Sequence[_Account]) -> str:
    named = ", ".join(account.domain for account in accounts[:MOST_NAMED])
    return f"{named} …" if len(accounts) > MOST_NAMED else named


def _names_and_domains(session: Session) -> list[str]:
    rows = session.execute(select(Account.name, Account.domain))
    return list(dict.fromkeys(text for row in rows for text in row))


def _unknown(texts: Sequence[str], known: Sequence[str], reason: str) -> dict[str, str]:
    wrong = {}
    for count, text in enumerate(texts):
        meant = nearest(text, known) if count < SUGGESTED else None
        wrong[text] = f"“{text}” {reason}" + (f"; did you mean {meant}?" if meant else "")
    return wrong
