"""/advocate: the card of a person, a pause, what to note, being away, and looking for somebody."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.errors import Refused
from bot.facts import Named, Subject
from bot.rules.days import split_day
from bot.rules.vocabulary import Refinement
from bot.services import activities, advocates, contributions, friday_line, giving, naming, standing_in
from handlers.absences import away_form
from handlers.answering import Desk
from handlers.feedback import feedback_form
from handlers.forms import Form, typed
from handlers.incentives import propose_form
from handlers.references import found
from messages import advocates as messages
from messages import ids
from messages.contributions import contributions as listed
from messages.contributions import letter_modal, which_account
from messages.friday import chosen as friday_chosen
from messages.modals.advocates import give_modal, outside_modal
from messages.modals.looking_after import activity_modal, pause_modal
from messages.modals.milestones import milestone_modal
from messages.refusals import refusal
from messages.render import Message

PAUSE = timedelta(days=30)
"""How long a pause is proposed to be."""
USUAL = "reference_call"
"""What the form for an ask outside proposes."""
FRIDAYS = {"on": "weekly", "off": "off", "fortnightly": "fortnightly"}
"""What is typed for how often the Friday line comes."""
OF_THEIR_OWN = ("activity", "give")
"""What is noted by who looks after somebody, and nobody else."""
Answer = Message | dict[str, Any]
"""What a command is answered with: a message, or a modal."""


def register(app: App, desk: Desk) -> None:
    @app.command(ids.ADVOCATE_COMMAND)
    def advocate(ack: Ack, command: dict[str, Any], respond: Respond, client: WebClient) -> None:
        word, _, rest = typed(command.get("text")).partition(" ")
        try:
            answer = _answer(desk, command["user_id"], word, rest.strip())
        except Refused as error:
            ack(text=refusal(error), response_type="ephemeral")
            return
        if isinstance(answer, Message):
            ack(text=answer.text, blocks=answer.blocks or None, response_type="ephemeral")
        else:
            desk.open(ack, respond, client, command["trigger_id"], lambda: answer)

    @app.action(ids.ADVOCATE_SHOW)
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def tell() -> None:
            profile = advocates.show(desk.program, body["user"]["id"], action["value"])
            desk.whisper_instead(respond, messages.card(profile))

        desk.click(ack, respond, tell)

    @app.action(ids.ADVOCATE_PAUSE)
    def pause(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            until = messages.day_of_block(action["block_id"])
            return _pause_form(desk, body["user"]["id"], action["value"], until)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.ADVOCATE_PAUSE)
    def paused(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            until = form.day("until")
            if until is None:
                raise Refused("field_missing")
            subject = json.loads(form.subject)
            advocates.pause(desk.program, body["user"]["id"], subject["advocate"], until, form.text("why"))

        desk.submit(ack, "until", save)

    @app.action(ids.ADVOCATE_RESUME)
    def resume(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def end() -> None:
            by, advocate_id = body["user"]["id"], action["value"]
            advocates.resume(desk.program, by, advocate_id)
            desk.whisper_instead(respond, messages.card(advocates.show(desk.program, by, advocate_id)))

        desk.click(ack, respond, end)

    @app.action(ids.IMPACT_LETTER)
    def letter(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            return letter_modal(contributions.year_of(desk.program, body["user"]["id"], action["value"]))

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.IMPACT_LETTER)
    def letter_sent(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            text = form.text("text")
            if text is None:
                raise Refused("field_missing")
            contributions.letter_sent(desk.program, body["user"]["id"], form.subject, text)

        desk.submit(ack, "text", save)

    @app.action(ids.CONTRIBUTIONS)
    def for_a_review(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        def tell() -> None:
            found = contributions.contributions(desk.program, body["user"]["id"], action["value"])
            desk.whisper(respond, listed(found))

        desk.click(ack, respond, tell)

    @app.action(ids.ACTIVITY_LOG)
    def note_activity(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        def made() -> dict[str, Any]:
            about = naming.about(desk.program, body["user"]["id"], action["value"], as_csm=True)
            return activity_modal(desk.program.now().date(), about)

        desk.open(ack, respond, client, body["trigger_id"], made)

    @app.view(ids.ACTIVITY_LOG)
    def noted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = Form(view)

        def save() -> None:
            completed_on, minutes = form.day("completed_on"), form.number("minutes")
            if completed_on is None:
                raise Refused("field_missing", field="completed_on")
            activities.log(
                desk.program,
                body["user"]["id"],
                form.choice("advocate") or "",
                form.choice("activity_kind") or "",
                completed_on,
                helped=form.text("helped"),
                prospect=form.text("prospect"),
                minutes=int(minutes) if minutes else None,
            )

        desk.submit(ack, "advocate", save)


def _answer(desk: Desk, by: str, word: str, rest: str) -> Answer:
    match word.lower():
        case "" | "help":
            return messages.help_text()
        case "away":
            return away_form(desk, by)
        case "back":
            return messages.back(standing_in.back(desk.program, by))
        case "friday":
            return _friday(desk, by, rest.lower())
        case "find" if rest:
            return found(desk, by, rest, Refinement())
        case "log":
            return _log(desk, by, rest)
        case "gift":
            return _gift(desk, by, rest)
        case "find" | "contributions" if not rest:
            return messages.help_text()
        case "show" | "pause" | "letter" as what if not rest:
            return messages.name_missing(what)
        case "show":
            return _show(desk, by, advocates.find(desk.program, by, rest))
        case "pause":
            return _pause(desk, by, rest)
        case "letter":
            return _letter(desk, by, advocates.find(desk.program, by, rest))
        case "contributions":
            return _contributions(desk, by, rest)
        case other:
            named = advocates.find(desk.program, by, f"{word} {rest}".strip())
            return _show(desk, by, named) if named.exactly or named.several else messages.help_text(other)


def _friday(desk: Desk, by: str, rhythm: str) -> Message:
    if rhythm in FRIDAYS:
        friday_line.choose(desk.program, by, FRIDAYS[rhythm])
    return friday_chosen(friday_line.rhythm(desk.program, by))


def _show(desk: Desk, by: str, named: Named) -> Message:
    if named.exactly is None:
        return messages.choice(named, "show")
    return messages.card(advocates.show(desk.program, by, named.exactly.id))


def _letter(desk: Desk, by: str, named: Named) -> Answer:
    if named.exactly is None:
        return messages.choice(named, "letter")
    return letter_modal(contributions.year_of(desk.program, by, named.exactly.id))


def _contributions(desk: Desk, by: str, typed: str) -> Message:
    found = contributions.contributions_typed(desk.program, by, typed)
    return which_account(found) if isinstance(found, tuple) else listed(found)


def _pause(desk: Desk, by: str, text: str) -> Answer:
    name, until = split_day(text, desk.program.now().date())
    named = advocates.find(desk.program, by, name)
    if named.exactly is None:
        return messages.choice(named, "pause", until)
    if until is None:
        return _pause_form(desk, by, named.exactly.id, None)
    advocates.pause(desk.program, by, named.exactly.id, until)
    return messages.paused(named.exactly.name, until)


def _pause_form(desk: Desk, by: str, advocate_id: str, until: date | None) -> dict[str, Any]:
    card = advocates.about(desk.program, by, advocate_id)
    return pause_modal(card, until or desk.program.now().date() + PAUSE)


def _gift(desk: Desk, by: str, name: str) -> Answer:
    """The form for something small, about whom where that is clear. Refused for whoever looks after nobody."""
    if not naming.answers_for_anybody(desk.program, by):
        raise Refused("looks_after_nobody")
    return propose_form(desk, advocates.find(desk.program, by, name).exactly if name else None)


def _log(desk: Desk, by: str, rest: str) -> Answer:
    """The form for what is to be noted, about whom where that is clear; else what can be noted."""
    what, _, name = rest.partition(" ")
    looks_after = naming.answers_for_anybody(desk.program, by)
    if what.lower() in OF_THEIR_OWN and not looks_after:
        raise Refused("looks_after_nobody")
    if what.lower() == "feedback":
        return feedback_form(desk, by, name.strip())
    today = desk.program.now().date()
    forms: dict[str, Callable[[Any], dict[str, Any]]] = {
        "activity": lambda card: activity_modal(today, card),
        "give": lambda card: give_modal(today, card, *giving.opening(desk.program, None)),
        "ask": lambda card: outside_modal(today, card, USUAL),
        "milestone": lambda card: milestone_modal(
            today, Subject(card.id, card.name, card.account) if card else None
        ),
    }
    if what.lower() not in forms:
        return messages.log(looks_after=looks_after)
    card = advocates.find(desk.program, by, name).exactly if name.strip() else None
    return forms[what.lower()](card)
