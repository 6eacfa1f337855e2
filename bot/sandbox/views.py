"""What is open on people's screens: one stack of at most three modals each, and their home tabs."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Literal

from bot.sandbox.elements import spots, state_values, with_ids
from bot.sandbox.feed import Feed
from bot.sandbox.records import App, Json, Team, View
from bot.sandbox.refused import Refused

STACK = 3


class OpenViews:
    """Modals and homes by person. Every change gives the view a new hash."""

    def __init__(
        self, lock: threading.RLock, clock: Callable[[], float], feed: Feed, team: Team, app: App
    ) -> None:
        self._lock = lock
        self._clock = clock
        self._feed = feed
        self._team = team
        self._app = app
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._numbers = 0

    def stack(self, user: str) -> list[View]:
        """Bottom first; the last one is what the person sees."""
        with self._lock:
            return list(self._stacks.get(user, []))

    def top(self, user: str) -> View | None:
        with self._lock:
            stack = self._stacks.get(user)
            return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        with self._lock:
            return self._homes.get(user)

    def find(self, view_id: str = "", external_id: str = "") -> View | None:
        """An open modal or a home."""
        with self._lock:
            for view in self._all():
                if view.id == view_id or (external_id and view.spec.get("external_id") == external_id):
                    return view
            return None

    def open(self, user: str, spec: Json) -> View:
        """A new stack with this modal; one that was open goes."""
        with self._lock:
            self._refuse_known_external_id(spec)
            view = self._make("modal", user, spec)
            self._stacks[user] = [view]
            self._feed.publish("view_opened", user=user, view_id=view.id)
            return view

    def push(self, user: str, spec: Json) -> View:
        """On top of the person's stack. Raises Refused: not_found without one, push_limit_reached over three."""
        with self._lock:
            stack = self._stacks.get(user)
            if not stack:
                raise Refused("not_found", "no modal is open to push onto")
            if len(stack) >= STACK:
                raise Refused("push_limit_reached", f"{STACK} modals are open already")
            self._refuse_known_external_id(spec)
            under = stack[-1]
            made = self._make("modal", user, spec)
            view = replace(made, root_view_id=under.root_view_id, previous_view_id=under.id)
            stack.append(view)
            self._feed.publish("view_opened", user=user, view_id=view.id)
            return view

    def update(self, view: View, spec: Json, expected_hash: str = "") -> View:
        """Replaces what the view shows; inputs that kept block_id and action_id keep what was typed.

        Raises Refused: not_found when it is no longer open, hash_conflict when it changed since that hash.
        """
        with self._lock:
            current = self.find(view.id)
            if current is None:
                raise Refused("not_found", "the view is not open any more")
            if expected_hash and expected_hash != current.hash:
                raise Refused("hash_conflict", "the view changed since that hash")
            if spec["type"] != current.kind:
                raise Refused("invalid_arguments", f"a {current.kind} cannot become a {spec['type']}")
            self._refuse_known_external_id(spec, but=current.id)
            fresh = self._make(current.kind, current.user, spec)
            kept = {(spot.block_id, spot.action_id) for spot in spots(fresh.blocks)}
            typed = {
                block_id: {
                    action_id: held for action_id, held in held_in.items() if (block_id, action_id) in kept
                }
                for block_id, held_in in current.typed.items()
            }
            updated = replace(
                current, spec=fresh.spec, hash=fresh.hash, typed={b: h for b, h in typed.items() if h}
            )
            self._put(updated)
            self._feed.publish("view_updated", user=updated.user, view_id=updated.id)
            return updated

    def publish(self, user: str, spec: Json, expected_hash: str = "") -> View:
        """The person's home tab. Raises Refused hash_conflict."""
        with self._lock:
            home = self._homes.get(user)
            if home is not None:
                return self.update(home, spec, expected_hash)
            self._refuse_known_external_id(spec)
            view = self._make("home", user, spec)
            self._homes[user] = view
            self._feed.publish("home_published", user=user, view_id=view.id)
            return view

    def type_into(self, view: View, typed: dict[str, dict[str, Json]]) -> View:
        """Notes what the person filled in (or chose) in a view that is still open."""
        with self._lock:
            current = self.find(view.id)
            if current is None:
                raise Refused("not_found", "the view is not open any more")
            merged = {block_id: dict(held) for block_id, held in current.typed.items()}
            for block_id, held in typed.items():
                merged.setdefault(block_id, {}).update(held)
            updated = replace(current, typed=merged)
            self._put(updated)
            return updated

    def close(self, view: View) -> None:
        """Takes this modal and any above it off the stack; nothing if it is gone already."""
        with self._lock:
            stack = self._stacks.get(view.user, [])
            for index, open_view in enumerate(stack):
                if open_view.id == view.id:
                    del stack[index:]
                    self._feed.publish("view_closed", user=view.user, view_id=view.id)
                    return

    def clear(self, user: str) -> None:
        """Closes the whole stack."""
        with self._lock:
            if self._stacks.pop(user, None):
                self._feed.publish("views_cleared", user=user)

    def as_slack(self, view: View) -> Json:
        """The view object as Slack gives it in answers and payloads."""
        spec = view.spec
        return {
            "id": view.id,
            "team_id": self._team.id,
            "type": view.kind,
            "blocks": view.blocks,
            "private_metadata": spec.get("private_metadata", ""),
            "callback_id": spec.get("callback_id", ""),
            "state": {"values": state_values(view.blocks, view.typed)},
            "hash": view.hash,
            "title": spec.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": spec.get("clear_on_close", False),
            "notify_on_close": spec.get("notify_on_close", False),
            "close": spec.get("close"),
            "submit": spec.get("submit"),
            "previous_view_id": view.previous_view_id,
            "root_view_id": view.root_view_id,
            "app_id": self._app.app_id,
            "external_id": spec.get("external_id", ""),
            "app_installed_team_id": self._team.id,
            "bot_id": self._app.bot_id,
        }

    def to_dict(self) -> Json:
        with self._lock:
            return {
                "numbers": self._numbers,
                "stacks": {
                    user: [asdict(view) for view in stack] for user, stack in self._stacks.items() if stack
                },
                "homes": {user: asdict(view) for user, view in self._homes.items()},
            }

    def restore(self, saved: Json) -> None:
        with self._lock:
            self._numbers = saved["numbers"]
            self._stacks = {user: [View(**view) for view in stack] for user, stack in saved["stacks"].items()}
            self._homes = {user: View(**view) for user, view in saved["homes"].items()}

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def _make(self, kind: Literal["modal", "home"], user: str, spec: Json) -> View:
        self._numbers += 1
        view_id = f"V{self._numbers:08X}"
        fresh_hash = f"{int(self._clock())}.{secrets.token_urlsafe(6)}"
        return View(
            view_id,
            kind,
            user,
            {**spec, "blocks": with_ids(spec["blocks"])},
            fresh_hash,
            root_view_id=view_id,
        )

    def _put(self, view: View) -> None:
        if view.kind == "home":
            self._homes[view.user] = view
            return
        stack = self._stacks[view.user]
        stack[[one.id for one in stack].index(view.id)] = view

    def _refuse_known_external_id(self, spec: Json, but: str = "") -> None:
        external_id = spec.get("external_id")
        known = self.find(external_id=external_id) if external_id else None
        if known is not None and known.id != but:
            raise Refused("duplicate_external_id", f"{external_id!r} is in use by {known.id}")
