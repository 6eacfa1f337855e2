"""The date that both sides agreed on, as a calendar file and as links for those who get no files."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from icalendar import Calendar, Event, vCalAddress

from bot.facts import AskStory
from messages.blocks import clip
from messages.render import File, Message, Mrkdwn, plain, words
from messages.wording import link

LASTS = timedelta(minutes=30)
"""How long an entry lasts; nobody is asked for it."""
DETAILS = 150
"""Characters of the details that a link carries along."""


def message(ask: AskStory, sequence: int, now: datetime, *, again: bool) -> Message | None:
    """The calendar file of an ask in its present state; None where there is no entry to make or take away.

    `sequence` grows with every version of the entry, `again` says that an earlier one went to this reader.
    """
    off = ask.state in ("unused", "accepted")
    if not (again if off else ask.state == "scheduled"):
        return None
    said = words("calendar", ask=ask, off=off, again=again)["said"]
    name = plain("calendar", ask=ask, off=off)["file_name"]
    return Message(said, file=File(name, _entry(ask, sequence, now, off=off)))


def links(ask: AskStory) -> Mrkdwn:
    """The same date as links into the calendars that most people have."""
    assert ask.scheduled_for is not None
    said = plain("calendar", ask=ask)
    title, details = said["summary"], clip(said["details"], DETAILS)
    begins, ends = ask.scheduled_for, ask.scheduled_for + LASTS
    stamp = "%Y%m%dT%H%M%SZ"
    google = urlencode(
        {
            "action": "TEMPLATE",
            "text": title,
            "dates": f"{begins:{stamp}}/{ends:{stamp}}",
            "details": details,
        }
    )
    outlook = urlencode(
        {"subject": title, "startdt": begins.isoformat(), "enddt": ends.isoformat(), "body": details}
    )
    return words("calendar").get(
        "links",
        google=Mrkdwn(link(said["google"], f"https://calendar.google.com/calendar/render?{google}")),
        outlook=Mrkdwn(
            link(said["outlook"], f"https://outlook.office.com/calendar/0/deeplink/compose?{outlook}")
        ),
    )


def _entry(ask: AskStory, sequence: int, now: datetime, *, off: bool) -> bytes:
    """One entry under the same UID for ever. Times in UTC: every calendar shows its reader's own."""
    said = plain("calendar", ask=ask)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Advocate Requests//Calendar//EN")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    entry = Event()
    entry.add("uid", f"{ask.id}@advocate-requests")
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("status", "CANCELLED" if off else "CONFIRMED")
    entry.add("summary", said["summary"])
    if ask.scheduled_for is not None:
        entry.add("dtstart", ask.scheduled_for)
        entry.add("dtend", ask.scheduled_for + LASTS)
    if not off:
        entry.add("description", said["description"])
    if ask.request.requester.email:
        organizer = vCalAddress(f"mailto:{ask.request.requester.email}")
        organizer.params["CN"] = ask.request.requester.name or ask.request.requester.email
        entry.add("organizer", organizer)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
