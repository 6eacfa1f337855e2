"""Setting the rules of the program: refused where it is nonsense, audited, in force at once everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz import process
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import BadInput
from bot.queries.advocates import Narrowing, candidates
from bot.queries.versions import grow
from bot.rules.deadlines import TIMES
from bot.rules.eligibility import judge
from bot.rules.policy import Policy
from bot.rules.policy_names import JUDGING, NAMES, BadValue
from bot.rules.vocabulary import DEFAULT_KIND
from bot.services.look_again import look_again
from bot.services.program import POLICY, Program, record
from models import PolicyValue


@dataclass(frozen=True)
class Setting:
    """One rule as it is now: the text it is set to, and whether that is its default."""

    name: str
    text: str
    is_default: bool
    unit: str
    range: str
    meaning: str


@dataclass(frozen=True)
class Change:
    """What setting a rule would do: its text before and after, and how many people are free today with each; None where
    that does not depend on it."""

    name: str
    before: str
    after: str
    free_before: int | None = None
    free_after: int | None = None


def show(program: Program) -> list[Setting]:
    """Every rule, in the order of policy_names.py."""
    with program.reading() as session:
        texts = _texts(session)
    return [
        Setting(
            one.name,
            texts.get(one.name, one.default),
            one.name not in texts,
            one.unit,
            one.range,
            one.meaning,
        )
        for one in NAMES.values()
    ]


def preview(program: Program, name: str, text: str) -> Change:
    """What setting a rule would mean for who is free today for a reference call. BadInput where it is nonsense."""
    with program.reading() as session:
        texts = _texts(session)
        new = _with(texts, name, text)
        told = Change(name, texts.get(name, NAMES[name].default), text.strip())
        if name not in JUDGING:
            return told
        before, after = Policy.of(texts), Policy.of(new)
        enrolled = candidates(session, Narrowing({}, frozenset({"enrolled"})), program.now().date())
    now = program.now()

    def free(policy: Policy) -> int:
        return sum(judge(one.facts, DEFAULT_KIND, policy, now).eligible for one in enrolled)

    return replace(told, free_before=free(before), free_after=free(after))


def change(program: Program, by: str, name: str, text: str) -> None:
    """Sets a rule. BadInput where it is nonsense: then nothing is changed. Setting what is set already is not recorded."""
    with program.changing() as session:
        texts = _texts(session)
        Policy.of(_with(texts, name, text))
        text = text.strip()
        before = texts.get(name, NAMES[name].default)
        if before == text:
            return
        session.merge(PolicyValue(name=name, text=text, set_by=by, set_at=program.now()))
        grow(session, POLICY)
        if name in TIMES:
            look_again(session, program.now())
        record(
            session,
            at=program.now(),
            actor=by,
            action="policy_set",
            subject=("policy", name),
            before=before,
            after=text,
        )


def _texts(session: Session) -> dict[str, str]:
    rows = session.execute(select(PolicyValue.name, PolicyValue.text)).all()
    return {row.name: row.text for row in rows}


def _with(texts: Mapping[str, str], name: str, text: str) -> dict[str, str]:
    """The texts with one changed, or BadInput naming what is wrong and what it should be."""
    if name not in NAMES:
        nearest = process.extractOne(name, NAMES.keys())
        raise BadInput(f"there is no rule “{name}”; the nearest is {nearest[0]}")
    new = {**texts, name: text.strip()}
    try:
        NAMES[name].read(text)
    except BadValue as error:
        raise BadInput(f"{name}: “{text}” {error}. Nothing was changed") from None
    try:
        Policy.of(new)
    except BadValue as error:
        raise BadInput(f"{error}. Nothing was changed") from None
    return new
