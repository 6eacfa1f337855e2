"""What one person sees of the workspace, and nothing else."""

from bot.sandbox.answer import Answer, buttons, named, words
from bot.sandbox.elements import Spot, spots
from bot.sandbox.filling import NotPossible
from bot.sandbox.records import Ephemeral, Message, Person, View
from bot.sandbox.workspace import Workspace

Place = Message | Ephemeral | View


class Screen:
    """One person's view: their messages, ephemerals, modals and home. What is not there raises NotPossible."""

    def __init__(self, workspace: Workspace, user_id: str) -> None:
        self.id = user_id
        self.workspace = workspace

    @property
    def person(self) -> Person:
        return self.workspace.person(self.id)

    @property
    def dm(self) -> str:
        """The channel id of their direct messages with the bot."""
        return self.workspace.open_im(self.id).id

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        return self.workspace.views.top(self.id)

    @property
    def home(self) -> View | None:
        return self.workspace.views.home(self.id)

    def messages(self, channel_id: str = "") -> list[Message]:
        """Direct messages with the bot, or a channel's, newest last. Raises NotPossible for a channel they are not in."""
        if not channel_id:
            return self.workspace.messages(self.dm)
        self.must_be_in(channel_id)
        return self.workspace.messages(channel_id)

    def latest(self, containing: str = "") -> Message:
        """The newest direct message that says so. Raises NotPossible when there is none."""
        for message in reversed(self.messages()):
            if containing in words(message) or containing in message.text:
                return message
        raise NotPossible(
            f"{self.id} has no message containing {containing!r}; newest: {self._newest_words()}"
        )

    def ephemerals(self) -> list[Ephemeral]:
        """Newest last."""
        return self.workspace.ephemerals(self.id)

    def find(self, action_id: str, value: str | None = None) -> Place:
        """The open modal if it has that element, else the newest message or ephemeral that has it, else the home.

        Raises NotPossible.
        """
        channels = [c.id for c in self.workspace.channels() if self.id in c.members]
        messages: list[Message | Ephemeral] = [m for c in channels for m in self.workspace.messages(c)]
        newest_first = sorted([*messages, *self.ephemerals()], key=lambda one: one.ts, reverse=True)
        for place in (self.modal, *newest_first, self.home):
            if place is not None and matching(place, action_id, value):
                return place
        wanted = action_id if value is None else f"{action_id}={value}"
        raise NotPossible(f"{self.id} sees no {wanted} anywhere; newest message: {self._newest_words()}")

    def wait_for(self, action_id: str, value: str | None = None, seconds: float = 5.0) -> Place:
        """`find`, waiting for it to arrive."""

        def arrived() -> bool:
            try:
                self.find(action_id, value)
            except NotPossible:
                return False
            return True

        self.workspace.feed.wait_until(arrived, seconds)
        return self.find(action_id, value)

    def wait_for_message(self, containing: str, seconds: float = 5.0) -> Message:
        """`latest`, waiting for it to arrive."""
        self.workspace.feed.wait_until(
            lambda: any(containing in words(m) or containing in m.text for m in self.messages()), seconds
        )
        return self.latest(containing)

    def must_be_in(self, channel_id: str) -> None:
        if self.id not in self.workspace.channel(channel_id).members:
            raise NotPossible(f"{self.id} is not in {channel_id}")

    def top(self, view: View | None) -> View:
        """The form to work on: it must be the one on top."""
        top = self.modal
        if top is None:
            raise NotPossible(f"{self.id} has no modal open")
        if view is not None and view.id != top.id:
            raise NotPossible(f"{view.title!r} is not on top; {top.title!r} is")
        return top

    def seen(self, place: Place | Answer, *, stale: bool = False) -> Place:
        """What the person sees there now (or saw, if stale). Raises NotPossible when it is not theirs to see."""
        shown = place.shown if isinstance(place, Answer) else place
        if shown is None:
            raise NotPossible("the answer showed nothing")
        if isinstance(shown, View):
            return self._seen_view(shown, stale=stale)
        if isinstance(shown, Ephemeral):
            if shown.reader != self.id:
                raise NotPossible(f"{self.id} cannot see what only {shown.reader} sees")
            current: Message | Ephemeral | None = self.workspace.ephemeral(self.id, shown.ts)
        else:
            self.must_be_in(shown.channel)
            current = next((m for m in self.workspace.messages(shown.channel) if m.ts == shown.ts), None)
        if stale:
            return shown
        if current is None:
            raise NotPossible("the message is gone")
        return current

    def _seen_view(self, view: View, *, stale: bool) -> View:
        if view.user != self.id:
            raise NotPossible(f"{self.id} cannot see the view of {view.user}")
        if stale:
            return view
        current = self.home if view.kind == "home" else self.top(view)
        assert current is not None
        return current

    def spot(
        self, place: Place, action_id: str, value: str | None = None, nth: int = 0, block_id: str = ""
    ) -> Spot:
        """The element there, counted from 0 among its like. Raises NotPossible naming what there is."""
        found = [one for one in matching(place, action_id, value) if block_id in ("", one.block_id)]
        if len(found) <= nth:
            wanted = action_id if value is None else f"{action_id}={value}"
            raise NotPossible(f"no {wanted} (number {nth}) there; there is {named(place.blocks)}")
        return found[nth]

    def _newest_words(self) -> str:
        messages = self.messages()
        return repr(words(messages[-1])[:200]) if messages else "none"


def matching(place: Place, action_id: str, value: str | None) -> list[Spot]:
    """Elements with that action_id; a value narrows buttons to those that carry it."""
    found = [spot for spot in spots(place.blocks) if spot.action_id == action_id]
    if value is None or any(spot.kind != "button" for spot in found):
        return found
    return [spot for spot in buttons(place.blocks, action_id) if spot.value == value]
