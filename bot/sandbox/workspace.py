"""One pretend Slack workspace: people, channels, messages, ephemerals, views; in memory, safe for many threads.

It knows nothing of HTTP. Records are immutable: what a caller holds is what was true then.
"""

import base64
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Literal

from bot.sandbox.elements import with_ids
from bot.sandbox.feed import Change, Feed
from bot.sandbox.records import App, Channel, Ephemeral, Json, LoggedCall, Message, Person, Refusal, Team
from bot.sandbox.refused import Refused
from bot.sandbox.tickets import ResponseUrls, Triggers
from bot.sandbox.views import OpenViews

DEFAULT_SCOPES = ("commands", "chat:write", "im:write", "users:read", "users:read.email")
CALLS_KEPT = 5_000


class Workspace:
    """The whole state. `clock` is wall time in unix seconds; `scopes` may be changed while it runs.

    `refusals` lists what Slack refused and `calls` the last 5,000 Web API calls, oldest first.
    """

    def __init__(
        self, team: Team | None = None, app: App | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        self.team = team or Team()
        self.app = app or App()
        self.clock = clock
        self.scopes: set[str] = set(DEFAULT_SCOPES)
        self.refused_blocks: set[str] = set()
        """Types of blocks that this workspace takes nowhere, as one does that has not been given them yet."""
        self.events: frozenset[str] | None = None
        """The events that the app is subscribed to; None: every one."""
        self.lock = threading.RLock()
        self.feed = Feed(self.lock)
        self.triggers = Triggers(self.lock, clock)
        self.response_urls = ResponseUrls(self.lock, clock)
        self.views = OpenViews(self.lock, clock, self.feed, self.team, self.app)
        self.refusals: list[Refusal] = []
        self.calls: deque[LoggedCall] = deque(maxlen=CALLS_KEPT)
        self.files: dict[str, Json] = {}
        self._people: dict[str, Person] = {}
        self._channels: dict[str, Channel] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._ephemerals: dict[str, dict[str, Ephemeral]] = {}
        self._ims: dict[str, str] = {}
        self._last_ts = 0
        self._numbers: dict[str, int] = {}
        self.add_person(self.app.user_id, self.app.name, real_name=self.app.name.title(), is_bot=True)

    # People and channels

    def add_person(self, user_id: str, name: str, **fields: Any) -> Person:
        """`fields` are those of Person."""
        with self.lock:
            person = Person(user_id, name, **{"real_name": name, "team_id": self.team.id, **fields})
            self._people[user_id] = person
            self.feed.publish("person_changed", user=user_id)
            return person

    def change_person(self, user_id: str, **fields: Any) -> Person:
        with self.lock:
            self._people[user_id] = replace(self.person(user_id), **fields)
            self.feed.publish("person_changed", user=user_id)
            return self._people[user_id]

    def person(self, user_id: str) -> Person:
        """Raises Refused user_not_found."""
        with self.lock:
            if user_id not in self._people:
                raise Refused("user_not_found", f"no such person: {user_id!r}")
            return self._people[user_id]

    def people(self) -> list[Person]:
        """Everybody in the order they were added, the bot first."""
        with self.lock:
            return list(self._people.values())

    def add_channel(
        self,
        channel_id: str,
        name: str,
        *,
        members: tuple[str, ...] = (),
        kind: Literal["public", "private"] = "public",
        archived: bool = False,
    ) -> Channel:
        """The bot is a member only if `members` names it."""
        with self.lock:
            return self._put_channel(Channel(channel_id, kind, name, members, archived, int(self.clock())))

    def change_channel(self, channel_id: str, **fields: Any) -> Channel:
        with self.lock:
            return self._put_channel(replace(self.channel(channel_id), **fields))

    def channel(self, channel_id: str) -> Channel:
        """Raises Refused channel_not_found."""
        with self.lock:
            if channel_id not in self._channels:
                raise Refused("channel_not_found", f"no such channel: {channel_id!r}")
            return self._channels[channel_id]

    def channels(self) -> list[Channel]:
        with self.lock:
            return list(self._channels.values())

    def im_of(self, user_id: str) -> Channel | None:
        """The direct messages between the bot and this person, if they were ever opened."""
        with self.lock:
            channel_id = self._ims.get(user_id)
            return self._channels[channel_id] if channel_id else None

    def open_im(self, user_id: str) -> Channel:
        """The direct messages with this person: the same channel every time. Raises Refused user_not_found."""
        with self.lock:
            self.person(user_id)
            known = self.im_of(user_id)
            if known is not None:
                return known
            channel_id = self.new_id("D")
            self._ims[user_id] = channel_id
            members = (self.app.user_id, user_id)
            return self._put_channel(
                Channel(channel_id, "im", "directmessage", members, False, int(self.clock()))
            )

    # Messages

    def post(
        self,
        channel_id: str,
        *,
        user: str,
        text: str = "",
        blocks: list[Json] | None = None,
        metadata: Json | None = None,
        thread_ts: str = "",
        files: list[Json] | None = None,
    ) -> Message:
        """Adds a message; the bot's own carry its bot and app id. Raises Refused channel_not_found."""
        with self.lock:
            self.channel(channel_id)
            author = self.person(user)
            ids = {"bot_id": self.app.bot_id, "app_id": self.app.app_id} if user == self.app.user_id else {}
            message = Message(
                channel_id,
                self.new_ts(),
                user,
                text,
                with_ids(blocks or []),
                metadata,
                team=author.team_id,
                thread_ts=thread_ts,
                files=files or [],
                **ids,
            )
            self._messages.setdefault(channel_id, {})[message.ts] = message
            self.feed.publish("message_posted", channel=channel_id, ts=message.ts, user=user)
            return message

    def edit(self, channel_id: str, ts: str, **fields: Any) -> Message:
        """`fields` are those of Message that change. Raises Refused message_not_found."""
        with self.lock:
            if "blocks" in fields:
                fields["blocks"] = with_ids(fields["blocks"])
            message = replace(self.message(channel_id, ts), edited_ts=self.new_ts(), **fields)
            self._messages[channel_id][ts] = message
            self.feed.publish("message_changed", channel=channel_id, ts=ts)
            return message

    def delete(self, channel_id: str, ts: str) -> None:
        """Raises Refused message_not_found."""
        with self.lock:
            self.message(channel_id, ts)
            del self._messages[channel_id][ts]
            self.feed.publish("message_deleted", channel=channel_id, ts=ts)

    def message(self, channel_id: str, ts: str) -> Message:
        """As it is now. Raises Refused message_not_found."""
        with self.lock:
            message = self._messages.get(channel_id, {}).get(ts)
            if message is None:
                raise Refused("message_not_found", f"no message {ts!r} in {channel_id}")
            return message

    def messages(self, channel_id: str) -> list[Message]:
        """Oldest first."""
        with self.lock:
            return list(self._messages.get(channel_id, {}).values())

    # Ephemerals

    def show_ephemeral(
        self,
        reader: str,
        channel_id: str,
        *,
        text: str = "",
        blocks: list[Json] | None = None,
        thread_ts: str = "",
    ) -> Ephemeral:
        with self.lock:
            shown = Ephemeral(channel_id, self.new_ts(), reader, text, with_ids(blocks or []), thread_ts)
            self._ephemerals.setdefault(reader, {})[shown.ts] = shown
            self.feed.publish("ephemeral_shown", channel=channel_id, ts=shown.ts, reader=reader)
            return shown

    def replace_ephemeral(self, reader: str, ts: str, *, text: str, blocks: list[Json]) -> Ephemeral:
        """In place, under the same ts. Raises Refused message_not_found when the reader's is gone."""
        with self.lock:
            current = self.ephemeral(reader, ts)
            if current is None:
                raise Refused("message_not_found", "the ephemeral message is gone")
            shown = replace(current, text=text, blocks=with_ids(blocks))
            self._ephemerals[reader][ts] = shown
            self.feed.publish("ephemeral_changed", channel=shown.channel, ts=ts, reader=reader)
            return shown

    def remove_ephemeral(self, reader: str, ts: str) -> None:
        with self.lock:
            gone = self._ephemerals.get(reader, {}).pop(ts, None)
            if gone is not None:
                self.feed.publish("ephemeral_removed", channel=gone.channel, ts=ts, reader=reader)

    def ephemeral(self, reader: str, ts: str) -> Ephemeral | None:
        with self.lock:
            return self._ephemerals.get(reader, {}).get(ts)

    def ephemerals(self, reader: str) -> list[Ephemeral]:
        """What only this reader sees, oldest first."""
        with self.lock:
            return list(self._ephemerals.get(reader, {}).values())

    def content(self, file_id: str) -> bytes:
        """What was uploaded as this file. KeyError where nothing was."""
        with self.lock:
            return base64.b64decode(self.files[file_id]["content"])

    # Records and numbers

    def refuse(
        self, method: str, error: str, detail: str, arguments: Json | None = None, *, injected: bool = False
    ) -> None:
        with self.lock:
            self.refusals.append(Refusal(method, error, detail, self.clock(), arguments or {}, injected))
            self.feed.publish("refused", method=method, error=error, detail=detail, injected=injected)

    def log(self, call: LoggedCall) -> None:
        with self.lock:
            self.calls.append(call)
            ok = call.answer is not None and bool(call.answer.get("ok"))
            self.feed.publish("called", method=call.method, ok=ok, ms=call.ms)

    def changes_since(self, seq: int) -> list[Change]:
        """See Feed.since."""
        return self.feed.since(seq)

    def new_ts(self) -> str:
        """A message timestamp: now, or a microsecond after the last one."""
        with self.lock:
            self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        with self.lock:
            self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
            return f"{prefix}{self._numbers[prefix]:08X}"

    def to_dict(self) -> Json:
        """Everything but trigger ids and the call log, as JSON."""
        with self.lock:
            return {
                "team": asdict(self.team),
                "app": asdict(self.app),
                "scopes": sorted(self.scopes),
                "people": [asdict(person) for person in self._people.values()],
                "channels": [asdict(channel) for channel in self._channels.values()],
                "ims": dict(self._ims),
                "messages": [
                    asdict(message) for by_ts in self._messages.values() for message in by_ts.values()
                ],
                "ephemerals": [asdict(one) for by_ts in self._ephemerals.values() for one in by_ts.values()],
                "views": self.views.to_dict(),
                "response_urls": self.response_urls.to_list(),
                "refusals": [asdict(refusal) for refusal in self.refusals],
                "files": dict(self.files),
                "last_ts": self._last_ts,
                "numbers": dict(self._numbers),
                "seq": self.feed.seq,
            }

    @classmethod
    def from_dict(cls, saved: Json, *, clock: Callable[[], float] = time.time) -> "Workspace":
        """The workspace that `to_dict` wrote."""
        workspace = cls(Team(**saved["team"]), App(**saved["app"]), clock=clock)
        workspace.scopes = set(saved["scopes"])
        workspace._people = {person["id"]: Person(**person) for person in saved["people"]}
        for channel in saved["channels"]:
            members = tuple(channel["members"])
            workspace._channels[channel["id"]] = Channel(**{**channel, "members": members})
        workspace._ims = dict(saved["ims"])
        for message in saved["messages"]:
            workspace._messages.setdefault(message["channel"], {})[message["ts"]] = Message(**message)
        for one in saved["ephemerals"]:
            workspace._ephemerals.setdefault(one["reader"], {})[one["ts"]] = Ephemeral(**one)
        workspace.views.restore(saved["views"])
        workspace.response_urls.restore(saved["response_urls"])
        workspace.refusals = [Refusal(**refusal) for refusal in saved["refusals"]]
        workspace.files = dict(saved["files"])
        workspace._last_ts = saved["last_ts"]
        workspace._numbers = dict(saved["numbers"])
        workspace.feed.start_at(saved["seq"])
        return workspace

    def _put_channel(self, channel: Channel) -> Channel:
        self._channels[channel.id] = channel
        self.feed.publish("channel_changed", channel=channel.id)
        return channel
