"""Sending a file: it goes up unseen, is shown once, and cannot be changed afterwards."""

from dataclasses import dataclass
from typing import Self

from bot.outbox import slots
from bot.outbox.addresses import Destination
from bot.outbox.failures import FilesRefused, Never, OutcomeUnknown, SlackFailure, TryLater
from bot.outbox.lease import Lease
from bot.outbox.parts import Parts
from messages.render import File
from models import Slot

TRIES = 4
"""How often a file is tried that does not arrive, as behind a proxy that lets no files out."""
KIND = "file"


@dataclass(frozen=True)
class _Key:
    """What makes a file recognisable in the history: Slack's own id of it, and the version of the slot it shows."""

    file: str
    version: int

    def __str__(self) -> str:
        return f"{KIND}/{self.file}/{self.version}"

    @classmethod
    def of(cls, attempt: str) -> Self:
        _, file, version = attempt.split("/")
        return cls(file, int(version))


def is_share(attempt: str) -> bool:
    """Whether an attempt was one to share a file."""
    return attempt.startswith(f"{KIND}/")


def share_file(parts: Parts, lease: Lease, slot: Slot, text: str, file: File, to: Destination) -> bool:
    """Sends the file under its text; False when the slot is no longer as it was read.

    FilesRefused where this workspace takes no such file, or it never arrives.
    """
    lease.hold()
    try:
        uploaded = parts.sender.upload(file)
    except TryLater as failure:
        if failure.after is None and slot.tries >= TRIES:
            raise FilesRefused(failure.error) from failure
        raise
    lease.hold()
    key = _Key(uploaded, slot.wanted_version)
    with parts.program.changing() as session:
        if not slots.begin_attempt(session, slot, str(key), to.channel, parts.wall(), None):
            return False
    try:
        parts.sender.share(to.channel, uploaded, file.name, text)
    except OutcomeUnknown:
        raise  # the attempt's key stays: it is looked up before anything is sent again
    except SlackFailure as failure:
        with parts.program.changing() as session:
            slots.end_attempt(session, slot, str(key))
        if isinstance(failure, Never) and to.remembered:
            parts.addresses.forget(to)
            raise TryLater(failure.error) from failure
        raise
    with parts.program.changing() as session:
        slots.record_shared(session, slot, str(key), key.version)
    return True


def settle_share(parts: Parts, slot: Slot) -> bool:
    """Finds out whether a file whose outcome is unknown stands in Slack, and notes it."""
    assert slot.attempt is not None
    assert slot.channel is not None
    assert slot.attempted_at is not None
    key = _Key.of(slot.attempt)
    found = parts.sender.find_file(slot.channel, key.file, slot.attempted_at)
    with parts.program.changing() as session:
        if found:
            slots.record_shared(session, slot, slot.attempt, key.version)
        else:
            slots.end_attempt(session, slot, slot.attempt)
    return found
