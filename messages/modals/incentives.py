"""The modals around an incentive: proposing it, an owner's reason, what the recipient would like."""

from typing import Any

from bot.facts import AdvocateCard
from bot.incentive_facts import IncentiveStory
from bot.rules.compliance import INCENTIVES
from bot.rules.gifting import CHOICES
from bot.rules.kinds import KINDS
from messages import ids
from messages.blocks import context, modal, number_input, radio_input, section, select_input, text_input
from messages.guard import incentive_name
from messages.modals.advocates import advocate_field
from messages.render import plain, words
from messages.wording import kind_name, sentence

REASON_LIMIT = 500


def propose_modal(
    advocate: AdvocateCard | None, for_activity: str | None, limit: float, currency: str
) -> dict[str, Any]:
    """What somebody would like to give, to whom and for what. `limit`: the amount above which an owner approves."""
    said = plain("modal/incentive", limit=limit, currency=currency)
    return modal(
        ids.INCENTIVE_PROPOSE,
        said["title"],
        [
            context(words("modal/incentive")["about"]),
            advocate_field(said["advocate"], said["advocate_typed"], advocate),
            select_input("kind", said["kind"], _kinds(), optional=False),
            number_input("amount", said["amount"], hint=said["amount_hint"], optional=False),
            select_input(
                "for_activity",
                said["for_activity"],
                [(one, sentence(kind_name(one))) for one in KINDS],
                initial=for_activity,
                hint=said["for_hint"],
            ),
            text_input("reason", said["reason"], hint=said["reason_hint"], lines=True, limit=REASON_LIMIT),
        ],
        submit=said["submit"],
        close=said["close"],
    )


def release_modal(it: IncentiveStory) -> dict[str, Any]:
    """Why an owner releases what the guard holds."""
    return _reason_modal(it, ids.GUARD_RELEASE, "release")


def deny_modal(it: IncentiveStory) -> dict[str, Any]:
    """Why an owner says no."""
    return _reason_modal(it, ids.INCENTIVE_DENY, "deny")


def choice_modal(it: IncentiveStory) -> dict[str, Any]:
    """What the recipient said to the offer."""
    facts = {"it": it, "what": incentive_name(it.kind)}
    said = plain("modal/incentive", facts)
    return modal(
        ids.INCENTIVE_CHOICE,
        said["choice_title"],
        [
            section(words("modal/incentive", facts)["choice_about"]),
            radio_input("choice", said["choice"], [(one, said[one]) for one in CHOICES]),
            select_input(
                "swap_kind",
                said["swap_kind"],
                [(kind, name) for kind, name in _kinds() if kind != it.kind],
                hint=said["swap_hint"],
            ),
            text_input("wish", said["wish"], hint=said["wish_hint"], limit=REASON_LIMIT),
        ],
        submit=said["choice_submit"],
        close=said["choice_close"],
        private_metadata=it.id,
    )


def _reason_modal(it: IncentiveStory, callback_id: str, what: str) -> dict[str, Any]:
    facts = {"it": it, "what": incentive_name(it.kind)}
    said = plain("modal/incentive", facts)
    shown = words("modal/incentive", facts)
    lines = [shown[f"{what}_about"]]
    if callback_id == ids.GUARD_RELEASE:
        lines += [shown.get("finding", finding=one) for one in it.obstacles]
    return modal(
        callback_id,
        said[f"{what}_title"],
        [
            section("\n".join(lines)),
            text_input(
                "reason",
                said[f"{what}_reason"],
                hint=said[f"{what}_hint"],
                lines=True,
                optional=False,
                limit=REASON_LIMIT,
            ),
        ],
        submit=said[f"{what}_submit"],
        close=said["reason_close"],
        private_metadata=it.id,
    )


def _kinds() -> list[tuple[str, str]]:
    return [(one, sentence(incentive_name(one))) for one in INCENTIVES]
