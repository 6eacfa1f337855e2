"""The only poster to Slack: a few Web API calls, and nothing of what is behind them."""

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener, proxy_bypass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.outbox.failures import (
    NO_ACCESS,
    FilesRefused,
    Never,
    OutcomeUnknown,
    ReaderGone,
    SlackFailure,
    TokenRefused,
    TryLater,
    answered_failure,
    connection_failure,
)
from bot.rules.standing_in import away_by_status
from bot.services.people import Profile
from messages.render import File, Message

TIMEOUT_SECONDS = 10
"""How long one call may take. A lease lasts at least three times as long."""
EVENT_TYPE = "advocate_slot"
PAGES = 10
CLOCKS_APART = 120.0
"""Seconds by which this machine's clock may be ahead of Slack's."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class PostKey:
    """What makes a post recognisable in the history: opaque, and carried in the message's metadata."""

    slot: str
    attempt: str
    version: int
    """The version of the slot that was rendered."""

    def metadata(self) -> dict[str, Any]:
        payload = {"slot": self.slot, "attempt": self.attempt, "version": self.version}
        return {"event_type": EVENT_TYPE, "event_payload": payload}


def make_client(token: str, base_url: str, timeout: int = TIMEOUT_SECONDS) -> WebClient:
    """A Web API client that never repeats a call by itself and keeps what it sends out of the log."""
    quiet = logging.getLogger(f"{__name__}.client")
    quiet.setLevel(logging.CRITICAL)  # it logs replies in full; every failure is told by the relay instead
    # One context for all calls: making one reads every certificate of the machine.
    context = ssl.create_default_context() if base_url.startswith("https://") else None
    client = WebClient(
        token=token, base_url=base_url, timeout=timeout, ssl=context, retry_handlers=[], logger=quiet
    )
    if proxy_bypass(urlsplit(base_url).hostname or ""):
        client.proxy = None  # it reads HTTPS_PROXY but not NO_PROXY
    return client


class SlackSender:
    """Posts, updates and looks up. Every method raises a SlackFailure when it could not. Safe for many threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._unreadable: set[str] = set()
        self._home: frozenset[str] | None = None

    def post(self, channel: str, message: Message, key: PostKey) -> Posted:
        """A new message; OutcomeUnknown when it may stand there without our knowing where."""
        reply = self._call(
            self._client.chat_postMessage,
            channel=channel,
            text=message.text,
            blocks=message.blocks or None,
            metadata=key.metadata(),
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(_text(reply, "channel"), _text(reply, "ts"))

    def update(self, at: Posted, message: Message) -> None:
        """The message as it is now, buttons and all. Safe to repeat. NotUpdatable where it can no longer be changed."""
        self._call(
            self._client.chat_update, channel=at.channel, ts=at.ts, text=message.text, blocks=message.blocks
        )

    def find_post(self, channel: str, attempt: str, since: float) -> tuple[Posted, int] | None:
        """The post that carries this attempt's key and the version it shows, or None when it is not there.

        `since` is the wall time of the attempt. None too where the history may not be read: said once per process.
        """
        for message in self._history(channel, since):
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("attempt") == attempt:
                return Posted(channel, _text(message, "ts")), int(payload.get("version", 0))
        return None

    def upload(self, file: File) -> str:
        """Slack's id of a file that lies there and nobody sees yet. FilesRefused where no such file is taken.

        Safe to repeat: Slack forgets what is never shared.
        """
        with _unseen():
            begun = self._call(
                self._client.files_getUploadURLExternal, filename=file.name, length=len(file.content)
            )
            self._send_bytes(_text(begun, "upload_url"), file.content)
            return _text(begun, "file_id")

    def keep(self, file: File, title: str) -> str:
        """Slack's id of an uploaded file that messages may show, and that stands nowhere by itself. Raises as `upload` does."""
        file_id = self.upload(file)
        with _unseen():
            self._call(self._client.files_completeUploadExternal, files=[{"id": file_id, "title": title}])
        return file_id

    def share(self, channel: str, file_id: str, title: str, comment: str) -> None:
        """Shows an uploaded file with a comment; OutcomeUnknown when it may stand there without our knowing."""
        self._call(
            self._client.files_completeUploadExternal,
            files=[{"id": file_id, "title": title}],
            channel_id=channel,
            initial_comment=comment,
        )

    def find_file(self, channel: str, file_id: str, since: float) -> bool:
        """Whether the file stands in the conversation, as far as its history may be read."""
        return any(
            one.get("id") == file_id
            for message in self._history(channel, since)
            for one in message.get("files", ())
        )

    def _send_bytes(self, url: str, content: bytes) -> None:
        """To the address that Slack gave for it, which asks for no token."""
        request = Request(url, data=content, headers={"Content-Type": "application/octet-stream"})  # noqa: S310
        proxies = ProxyHandler(
            {"http": self._client.proxy, "https": self._client.proxy} if self._client.proxy else {}
        )
        opener = build_opener(proxies, HTTPSHandler(context=self._client.ssl))
        try:
            with opener.open(request, timeout=self._client.timeout) as reply:
                reply.read()
        except HTTPError as refusal:
            refusal.close()
            raise TryLater(f"upload_{refusal.code}") from refusal
        except (URLError, OSError, HTTPException) as trouble:
            raise TryLater(connection_failure(trouble).error) from trouble

    def _history(self, channel: str, since: float) -> Iterator[dict[str, Any]]:
        """The conversation's messages since a moment of wall time, newest first; none where it may not be read."""
        if channel[:1] in self._unreadable:
            return
        cursor: str | None = None
        for _ in range(PAGES):
            try:
                page = self._call(
                    self._client.conversations_history,
                    channel=channel,
                    oldest=f"{since - CLOCKS_APART:.6f}",
                    include_all_metadata=True,
                    limit=200,
                    cursor=cursor,
                )
            except TokenRefused as refusal:
                if refusal.error not in NO_ACCESS:
                    raise
                self._cannot_read(channel, refusal.error)
                return
            except Never:
                return  # a conversation that is not there holds no post; sending again will say so
            yield from page.get("messages", [])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def open_conversation(self, user: str) -> str:
        """The direct-message channel with a person. ReaderGone when they have left."""
        reply = self._call(self._client.conversations_open, users=user)
        return _text(reply.get("channel") or {}, "id")

    def profile(self, slack_id: str) -> Profile:
        """Who has this Slack id. Never when this workspace does not know them."""
        reply = self._call(self._client.users_info, user=slack_id, include_locale=True)
        return _profile(reply["user"], self._home_teams())

    def introduce(self) -> None:
        """Asks Slack who we are. TokenRefused where it does not take the token."""
        try:
            self._home_teams()
        except ReaderGone as gone:  # the reader of our own introduction is the bot
            raise TokenRefused(gone.error) from gone

    def _home_teams(self) -> frozenset[str]:
        """The ids of this workspace and, on Enterprise Grid, of its organisation."""
        if self._home is None:
            own = self._call(self._client.auth_test)
            self._home = frozenset(filter(None, (own.get("team_id"), own.get("enterprise_id"))))
        return self._home

    def find_colleague(self, email: str) -> Profile:
        """Who has this e-mail address. ReaderGone when nobody in the workspace does."""
        try:
            reply = self._call(self._client.users_lookupByEmail, email=email)
        except TokenRefused as refusal:
            if refusal.error not in NO_ACCESS:
                raise
            raise TryLater("users:read.email is not granted") from refusal
        return replace(_profile(reply["user"], self._home_teams()), email=email.lower())

    def _cannot_read(self, channel: str, error: str) -> None:
        kind = channel[:1]
        if kind not in self._unreadable:
            self._unreadable.add(kind)
            logger.warning(
                "the history of conversations %s… cannot be read (%s): a post whose reply is lost is sent again,"
                " and may stand there twice; grant im:history to prevent that",
                kind,
                error,
            )

    def _call(self, method: Callable[..., SlackResponse], **arguments: Any) -> dict[str, Any]:
        try:
            reply = method(**arguments)
        except SlackApiError as refusal:
            raise self._failure(refusal.response, method) from None
        except (URLError, OSError, HTTPException, UnicodeDecodeError) as trouble:
            raise connection_failure(trouble) from trouble
        data: dict[str, Any] = reply.data if isinstance(reply.data, dict) else {}
        return data

    def _failure(self, reply: SlackResponse, method: Callable[..., SlackResponse]) -> SlackFailure:
        failure = answered_failure(reply)
        asks_itself = method.__name__ == self._client.auth_test.__name__
        if failure.error == "account_inactive" and not asks_itself:
            # Slack says this of a reader who has left and of a bot whose workspace or installer has.
            try:
                self._call(self._client.auth_test)
            except (TokenRefused, ReaderGone):
                return TokenRefused(failure.error)
            except SlackFailure:
                return TryLater(failure.error)
        return failure


@contextmanager
def _unseen() -> Iterator[None]:
    """What goes up unseen: a refusal means that no files are taken, and what is unknown may be done again."""
    try:
        yield
    except (Never, TokenRefused) as refusal:
        if isinstance(refusal, TokenRefused) and refusal.error not in NO_ACCESS:
            raise
        raise FilesRefused(refusal.error) from refusal
    except OutcomeUnknown as unknown:
        raise TryLater(unknown.error) from unknown


def _text(reply: dict[str, Any], name: str) -> str:
    """A field that a good answer has; without it nobody can say what was done."""
    value = reply.get(name)
    if not isinstance(value, str) or not value:
        raise OutcomeUnknown("unreadable_reply")
    return value


def _profile(user: dict[str, Any], home: frozenset[str]) -> Profile:
    """A person as Slack describes them. Whoever belongs to none of the home teams is an outsider."""
    profile = user.get("profile") or {}
    enterprise = user.get("enterprise_user") or {}
    teams = {user.get("team_id"), enterprise.get("enterprise_id"), *enterprise.get("teams", ())} - {None}
    email = profile.get("email")
    return Profile(
        slack_id=user["id"],
        name=user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"],
        email=email.lower() if email else None,
        time_zone=user.get("tz"),
        locale=user.get("locale"),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_outsider=bool(user.get("is_stranger")) or (bool(teams) and not teams & home),
        is_gone=bool(user.get("deleted") or user.get("is_bot")),
        away_until=away_by_status(
            str(profile.get("status_text") or ""),
            str(profile.get("status_emoji") or ""),
            float(profile.get("status_expiration") or 0),
        ),
    )
