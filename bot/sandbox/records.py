"""What a workspace holds, as plain values: every change makes a new record, so a record in hand never changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Json = dict[str, Any]


@dataclass(frozen=True)
class Team:
    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"


@dataclass(frozen=True)
class App:
    """The bot under test as Slack knows it."""

    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    user_id: str = "U0BOT"
    name: str = "advocates"
    bot_token: str = "xoxb-sandbox"  # noqa: S105, a made-up one
    app_token: str = "xapp-sandbox"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace. A `team_id` other than the workspace's makes an outsider (Slack Connect)."""

    id: str
    name: str
    real_name: str = ""
    display_name: str = ""
    email: str = ""
    title: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    team_id: str = ""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    """Unix seconds; 0: it stays until it is changed."""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False

    def tz_offset(self, at: float) -> int:
        """Seconds east of UTC at that moment."""
        offset = datetime.fromtimestamp(at, ZoneInfo(self.tz)).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())


@dataclass(frozen=True)
class Channel:
    """A channel, or the direct messages between the bot and one person (`kind` im: both are members)."""

    id: str
    kind: Literal["public", "private", "im"] = "public"
    name: str = ""
    members: tuple[str, ...] = ()
    archived: bool = False
    created: int = 0


@dataclass(frozen=True)
class Message:
    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    bot_id: str = ""
    app_id: str = ""
    team: str = ""
    thread_ts: str = ""
    edited_ts: str = ""
    files: list[Json] = field(default_factory=list)

    def as_slack(self, *, with_metadata: bool = True) -> Json:
        """The message object as Slack's Web API and its payloads give it."""
        body: Json = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
            "team": self.team,
        }
        if self.bot_id:
            body |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.blocks:
            body["blocks"] = self.blocks
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.edited_ts:
            body["edited"] = {"user": self.bot_id or self.user, "ts": self.edited_ts}
        if self.files:
            body["files"] = self.files
        if self.metadata is not None and with_metadata:
            body["metadata"] = self.metadata
        return body


@dataclass(frozen=True)
class Ephemeral:
    """A message only `reader` ever sees; it leaves no trace in the channel's history."""

    channel: str
    ts: str
    reader: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""


@dataclass(frozen=True)
class View:
    """A modal on one person's stack, or their home tab. `typed` is what they filled in so far, by block and action."""

    id: str
    kind: Literal["modal", "home"]
    user: str
    spec: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    typed: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.spec["blocks"]
        return blocks

    @property
    def callback_id(self) -> str:
        return str(self.spec.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.spec.get("private_metadata", ""))

    @property
    def title(self) -> str:
        return str(self.spec.get("title", {}).get("text", ""))


@dataclass(frozen=True)
class Refusal:
    """One thing that Slack refused. `injected` marks what a test asked to fail; `at` is unix seconds."""

    method: str
    error: str
    detail: str
    at: float
    arguments: Json = field(default_factory=dict)
    injected: bool = False


@dataclass(frozen=True)
class LoggedCall:
    """One Web API call: what was asked, what was answered (None: no reply was sent), and how long it took."""

    method: str
    arguments: Json
    answer: Json | None
    ms: float
    at: float
