"""Finds the accounts and advocates that a file names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

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


def accounts_by_domain_or_name(session: Session, texts: Collection[str]) -> References:
    """The accounts with these domains or, where no domain fits, with exactly these names."""
    by_domain: dict[str, str] = {}
    for batch in batches({text.lower() for text in texts}):
        found = session.execute(select(Account.domain, Account.id).where(Account.domain.in_(batch)))
        by_domain.update((domain, id_) for domain, id_ in found)
    names = [text for text in texts if text.lower() not in by_domain]
    by_name: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for batch in batches(names):
        rows = session.execute(
            select(Account.name, Account.domain, Account.id)
            .where(Account.name.in_(batch))
            .order_by(Account.domain)
        )
        for name, domain, id_ in rows:
            by_name[name].append((domain, id_))
    ids = {text: by_domain[text.lower()] for text in texts if text.lower() in by_domain}
    ids |= {name: accounts[0][1] for name, accounts in by_name.items() if len(accounts) == 1}
    unknown = [name for name in names if name not in by_name]
    wrong = _unknown(
        unknown, _names_and_domains(session) if unknown else [], "is no account; import accounts first"
    )
    for name, accounts in by_name.items():
        if len(accounts) > 1:
            domains = ", ".join(domain for domain, _ in accounts)
            wrong[name] = f"“{name}” is the name of {len(accounts)} accounts; write the domain: {domains}"
    return References(ids, wrong)


def _names_and_domains(session: Session) -> list[str]:
    rows = session.execute(select(Account.name, Account.domain))
    return list(dict.fromkeys(text for row in rows for text in row))


def _unknown(texts: Sequence[str], known: Sequence[str], reason: str) -> dict[str, str]:
    wrong = {}
    for count, text in enumerate(texts):
        meant = nearest(text, known) if count < SUGGESTED else None
        wrong[text] = f"“{text}” {reason}" + (f"; did you mean {meant}?" if meant else "")
    return wrong
