"""Which benefits come with a tier, and what owners make of it: audited, in force for whoever reaches one from then on."""

from bot.errors import BadInput
from bot.queries.benefits import kinds
from bot.rules.benefits import BENEFITS, CSM, OWNER, Benefits
from bot.rules.tiers import COMMUNITY, TIERS
from bot.services.give_kinds import nearest, new_word
from bot.services.program import Program, record
from models import BenefitKind


def catalogue(program: Program) -> Benefits:
    """Every benefit there is, tier by tier."""
    with program.reading() as session:
        there = kinds(session)
    return dict(sorted(there.items(), key=lambda entry: TIERS.index(entry[1].tier)))


def add(
    program: Program, by: str, name: str, tier: str, task_of: str, days: int, give: str | None = None
) -> str:
    """Lets something come with a tier and those above it; its word. BadInput where the name is taken or none, or the tier, the
    task's owner or the kind of give is unknown."""
    name = " ".join(name.split())
    if tier not in TIERS or tier == COMMUNITY:
        raise BadInput(f"there is no tier “{tier}”: it is silver, gold or platinum")
    if task_of not in (CSM, OWNER):
        raise BadInput("the task is the csm’s or the owner’s")
    if days < 1:
        raise BadInput("it needs at least a day")
    with program.changing() as session:
        gives = program.gives_in(session)
        if give is not None and give not in gives:
            raise BadInput(f"there is no give {give}{nearest(give, list(gives))}. Nothing was changed")
        kind = new_word(name, {*BENEFITS, *kinds(session)})
        session.add(
            BenefitKind(
                kind=kind,
                removed=False,
                name=name,
                tier=tier,
                task_of=task_of,
                days=days,
                give=give,
                changed_by=by,
                at=program.now(),
            )
        )
        record(
            session,
            at=program.now(),
            actor=by,
            action="benefit_kind_added",
            subject=("benefit_kind", kind),
            name=name,
            tier=tier,
        )
        return kind


def remove(program: Program, by: str, kind: str) -> None:
    """Takes one out, also one that ships. BadInput where there is none."""
    with program.changing() as session:
        there = kinds(session)
        if kind not in there:
            raise BadInput(f"there is no benefit {kind}{nearest(kind, list(there))}. Nothing was changed")
        own = session.get(BenefitKind, kind)
        if own is not None:
            session.delete(own)
        else:
            session.add(BenefitKind(kind=kind, removed=True, changed_by=by, at=program.now()))
        record(
            session,
            at=program.now(),
            actor=by,
            action="benefit_kind_removed",
            subject=("benefit_kind", kind),
            kind=kind,
        )


def restore(program: Program, by: str, kind: str) -> None:
    """Has one that ships back. BadInput where it was not taken out."""
    with program.changing() as session:
        own = session.get(BenefitKind, kind)
        if own is None or not own.removed:
            raise BadInput(f"{kind} was not taken out. Nothing was changed")
        session.delete(own)
        record(
            session,
            at=program.now(),
            actor=by,
            action="benefit_kind_restored",
            subject=("benefit_kind", kind),
            kind=kind,
        )
