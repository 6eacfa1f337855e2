"""How a handler answers: shows the result or the reason. What needs Slack's Web API comes after the acknowledgement."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookResponse

from bot.errors import Refused
from bot.services.program import Program
from bot.trace import current_trace, tracing
from messages.charts import in_words_instead
from messages.refusals import plain_refusal, refusal, slack_slow
from messages.render import Message

log = logging.getLogger(__name__)

View = dict[str, Any]


class Desk:
    """What the handlers work with."""

    def __init__(self, program: Program, later: Executor) -> None:
        self.program = program
        self._later = later

    def click(self, ack: Ack, respond: Respond, do: Callable[[], None]) -> None:
        """Does what a click asks for; a reason why not is told to the one who clicked, and nobody else."""
        try:
            do()
        except Refused as error:
            self.whisper(respond, Message(refusal(error)))
        ack()

    def open(
        self, ack: Ack, respond: Respond, client: WebClient, trigger_id: str, view: Callable[[], View]
    ) -> None:
        """Opens a modal made by `view`, after the acknowledgement; a reason why not is told instead."""
        try:
            made = view()
        except Refused as error:
            self.whisper(respond, Message(refusal(error)))
        else:
            self.after_ack(lambda: _open(client, respond, trigger_id, made))
        ack()

    def submit(self, ack: Ack, field: str, do: Callable[[], View | None]) -> None:
        """Does what a modal asks for and closes it, or shows `do`'s view in its place; a reason why not stands on `field`."""
        try:
            notice = do()
        except Refused as error:
            on = str(error.facts.get("field", field))
            ack(response_action="errors", errors={on: plain_refusal(error)})
        else:
            if notice is None:
                ack()
            else:
                ack(response_action="update", view=notice)

    def whisper(self, respond: Respond, message: Message) -> None:
        """Tells the one who clicked, in a message that only they see."""
        self._respond(respond, message, instead=False)

    def whisper_instead(self, respond: Respond, message: Message) -> None:
        """The same in the place of the message that was clicked."""
        self._respond(respond, message, instead=True)

    def answer_later(self, ack: Ack, respond: Respond, make: Callable[[], Message]) -> None:
        """Acknowledges a command at once, and answers it when the answer, which may take a while, is made."""
        ack()

        self.after_ack(lambda: _say(respond, make(), instead=False))

    def _respond(self, respond: Respond, message: Message, *, instead: bool) -> None:
        self.after_ack(lambda: _say(respond, message, instead=instead))

    def after_ack(self, do: Callable[[], Any]) -> None:
        """Runs `do` in the background, with the same trace; what fails is logged."""
        trace = current_trace()

        def traced() -> None:
            with tracing(trace):
                try:
                    do()
                except (SlackClientError, OSError) as error:
                    log.warning("Slack did not take an answer: %s", error)

        self._later.submit(traced).add_done_callback(_logged)


def _logged(done: "Future[None]") -> None:
    """What went wrong behind an answer is told to nobody else."""
    if not done.cancelled() and (error := done.exception()) is not None:
        log.error("an answer could not be made", exc_info=error)


def _say(respond: Respond, message: Message, *, instead: bool) -> None:
    """Charts in words where Slack draws none: what only one person sees takes no pictures."""

    def send(form: Message) -> WebhookResponse:
        return respond(
            text=form.text,
            blocks=form.blocks or None,
            response_type="ephemeral",
            replace_original=instead,
        )

    reply = send(message)
    if message.charts and "invalid_blocks" in reply.body:
        send(in_words_instead(message))


def _open(client: WebClient, respond: Respond, trigger_id: str, view: View) -> None:
    try:
        client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        log.warning("a modal could not be opened: %s", error.response["error"])
        respond(text=slack_slow(), response_type="ephemeral", replace_original=False)
