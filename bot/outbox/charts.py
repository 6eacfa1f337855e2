"""How a chart reaches its reader: drawn by Slack; where Slack draws none, as a picture; where it takes no files, in words."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from bot.outbox.failures import FilesRefused, Never, TryLater
from bot.outbox.slack_sender import SlackSender
from messages.charts import Chart, in_words_instead, instead, pictured
from messages.render import File, Message

TRIES = 3
"""How often a picture is tried that does not arrive, or that Slack has not taken in yet."""
REMEMBERED = 200
"""Pictures whose ids in Slack are kept, so that an update does not send them again."""
REFUSED = "invalid_blocks"

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Charts:
    """Sends messages with charts in the best form that this workspace takes; finds out once per process. For many threads."""

    def __init__(self, sender: SlackSender) -> None:
        self._sender = sender
        self._slack_draws = True
        self._ids: OrderedDict[str, str] = OrderedDict()

    def send(
        self, message: Message, tries: int, hold: Callable[[], None], send: Callable[[Message], Result]
    ) -> Result:
        """Sends the message through `send`, which is called again only where Slack has refused the blocks, so that nothing was
        done. `hold` runs ahead of each call; `tries` is how often this message has failed before.

        Raises what `send` raises, and TryLater while a picture is on its way.
        """
        if not message.charts:
            return send(message)
        if self._slack_draws:
            try:
                return send(message)
            except Never as refusal:
                if refusal.error != REFUSED:
                    raise
        shown = self._with_pictures(message, tries, hold)
        hold()
        try:
            sent = send(shown or in_words_instead(message))
        except Never as refusal:
            if refusal.error != REFUSED or shown is None:
                raise
            if tries < TRIES:  # a picture that has just gone up is no file yet, or another block is at fault
                raise TryLater("picture_not_ready") from refusal
            hold()
            sent = send(in_words_instead(message))
        if self._slack_draws:
            self._slack_draws = False
            logger.info("this workspace draws no charts: they go out as pictures, or in words")
        return sent

    def _with_pictures(self, message: Message, tries: int, hold: Callable[[], None]) -> Message | None:
        """The message with pictures that lie in Slack; None where there can be none."""
        from messages.drawing import Undrawable, png  # half a second that nothing else should pay

        try:
            pictures = [png(one) for one in message.charts]
            ids = [self._uploaded(*each, hold) for each in zip(message.charts, pictures, strict=True)]
        except (FilesRefused, Undrawable) as refusal:
            logger.info("charts go out in words: %s", refusal)
            return None
        except TryLater as failure:
            if failure.after is None and tries >= TRIES:
                logger.info("charts go out in words: %s", failure.error)
                return None
            raise
        return instead(message, [pictured(*each) for each in zip(message.charts, ids, strict=True)])

    def _uploaded(self, chart: Chart, picture: bytes, hold: Callable[[], None]) -> str:
        """Slack's id of the picture, which goes up once per process."""
        key = sha256(picture).hexdigest()
        known = self._ids.get(key)
        if known is None:
            hold()
            known = self._sender.keep(File("chart.png", picture), chart.title)
            self._ids[key] = known
            if len(self._ids) > REMEMBERED:
                self._ids.popitem(last=False)
        return known
