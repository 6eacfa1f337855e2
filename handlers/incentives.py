"""Proposing something of value for an advocate, an owner's decision, and what the advocate would like."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.facts import AdvocateCard
from bot.incentive_facts import IncentiveStory
from bot.services import gift_choices, incentive_decisions, incentives, naming
from bot.services.guarding import Offer
from bot.services.incentive_steps import Outcome
from bot.services.program import Program
from handlers.answering import Desk
from handlers.forms import Form
from messages import ids
from messages.modals import incentives as modals

MODALS: dict[str, tuple[tuple[str, ...], Callable[[IncentiveStory], dict[str, Any]]]] = {
    ids.GUARD_RELEASE: (("held",), modals.release_modal),
    ids.INCENTIVE_DENY: (("held", "proposed"), modals.deny_modal),
    ids.INCENTIVE_CHOICE: (("approved",), modals.choice_modal),
}
"""By button: the states in which it opens its modal, and the modal."""
CLICKS: dict[str, Callable[[Program, str, str], object]] = {
    ids.INCENTIVE_APPROVE: incentive_decisions.approve,
    ids.INCENTIVE_WITHDRAW: incentives.withdraw,
    ids.INCENTIVE_RETRY: gift_choices.retry,
    ids.INCENTIVE_DELIVERED: gift_choices.delivered,
}


def register(app: App, desk: Desk) -> None:
    @app.action(ids.INCENTIVE_PROPOSE)
    def propose(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            by, about = body["user"]["id"], action.get("value", "")
            advocate = naming.about(desk.program, by, about, as_csm=True)
            return propose_form(desk, advocate, incentives.kind_of_activity(desk.program, about))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.INCENTIVE_PROPOSE)
    def proposed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        desk.submit(ack, "kind", lambda: _propose(desk, body["user"]["id"], Form(view)))

    def opens(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        """A button that opens a modal about its incentive, where it is still in a state for it."""
        states, view = MODALS[action["action_id"]]

        def made() -> dict[str, Any]:
            return view(incentives.story(desk.program, body["user"]["id"], action["value"], states))

        desk.open(ack, respond, client, body["trigger_id"], made)

    for action_id in MODALS:
        app.action(action_id)(opens)

    def clicked(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        do = CLICKS[action["action_id"]]
        desk.click(ack, respond, lambda: _told(do(desk.program, body["user"]["id"], action["value"])))

    for action_id in CLICKS:
        app.action(action_id)(clicked)

    @app.view(ids.GUARD_RELEASE)
    def released(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "reason",
            lambda: _told(
                incentive_decisions.release(
                    desk.program, body["user"]["id"], form.subject, form.text("reason") or ""
                )
            ),
        )

    @app.view(ids.INCENTIVE_DENY)
    def denied(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)
        desk.submit(
            ack,
            "reason",
            lambda: incentive_decisions.deny(
                desk.program, body["user"]["id"], form.subject, form.text("reason") or ""
            ),
        )

    @app.view(ids.INCENTIVE_CHOICE)
    def chosen(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            outcome = gift_choices.choose(
                desk.program,
                body["user"]["id"],
                form.subject,
                form.choice("choice") or "",
                form.choice("swap_kind"),
                form.text("wish"),
            )
            _passed(outcome, "swap_kind" if form.choice("choice") == "swap" else "choice")

        desk.submit(ack, "choice", save)


def propose_form(
    desk: Desk, advocate: AdvocateCard | None = None, for_activity: str | None = None
) -> dict[str, Any]:
    """The modal, with the advocate and the activity chosen already where they are known."""
    policy = desk.program.policy
    return modals.propose_modal(advocate, for_activity, policy.gift_approval_above, policy.currency)


def _propose(desk: Desk, by: str, form: Form) -> None:
    amount = form.number("amount")
    if amount is None:
        raise Refused("amount_nonsense", field="amount")
    offer = Offer(form.choice("kind") or "", amount, form.choice("for_activity"))
    outcome = incentives.propose(
        desk.program, by, form.choice("advocate") or "", offer, form.text("reason"), form.id
    )
    _passed(outcome, "kind")


def _passed(outcome: Outcome, field: str) -> None:
    """Refused, on a field of the modal, where the guard blocked it."""
    if outcome.state is None:
        raise Refused("guard_blocks", field=field, why=outcome.why, better=outcome.better)


def _told(outcome: object) -> None:
    """Refused with the guard's reason where an owner's yes did not make it go ahead."""
    if isinstance(outcome, Outcome) and outcome.state in ("held", "denied"):
        raise Refused("guard_blocks", field="reason", why=outcome.why, better=outcome.better)
