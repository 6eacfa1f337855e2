"""The pieces that messages and modals are made of; each keeps Slack's limits."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DatePickerElement,
    DateTimePickerElement,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    InteractiveElement,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

SECTION = 3000
BUTTON = 75
OPTION = 75
TITLE = 24
HEADER = 150
OPTIONS = 100
LEAST_TYPED = 2
"""Letters to type before a select asks for what fits."""


class _CutToSize:
    """What is cut to size here need not be checked by the SDK: for that it walks through every name that an object has, two
    thirds of what it takes to write a message. In the tests the pretend Slack checks it."""

    def validate_json(self) -> None:
        """Nothing to look for."""


class _Mrkdwn(_CutToSize, MarkdownTextObject):
    """Text with marks."""


class _Plain(_CutToSize, PlainTextObject):
    """Text without."""


class _Section(_CutToSize, SectionBlock):
    """A paragraph."""


class _Context(_CutToSize, ContextBlock):
    """A small line."""


class _Actions(_CutToSize, ActionsBlock):
    """A row."""


class _Button(_CutToSize, ButtonElement):
    """A button."""


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; what is cut ends in an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip_mrkdwn(text: str, limit: int) -> str:
    """Like `clip`, without cutting an escape or a mention in two."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    opened = max(cut.rfind("<"), cut.rfind("&"))
    if opened > max(cut.rfind(">"), cut.rfind(";")):
        cut = cut[:opened]
    return cut.rstrip() + "…"


def header(text: str) -> Block:
    """A heading, in plain text."""
    return HeaderBlock(text=PlainTextObject(text=clip(text, HEADER)))


def section(text: str, accessory: ButtonElement | None = None, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn."""
    return _Section(
        text=_Mrkdwn(text=clip_mrkdwn(text, SECTION), verbatim=False),
        accessory=accessory,
        block_id=block_id,
    )


def paragraphs(text: str) -> list[Block]:
    """Mrkdwn of several lines in as many sections as it needs: nothing is cut but a line too long for a section."""
    pages, page = [], ""
    for line in text.split("\n"):
        if page and len(page) + 1 + len(line) > SECTION:
            pages.append(page)
            page = line
        else:
            page = f"{page}\n{line}" if page else line
    return [section(one) for one in (*pages, page) if one.strip()]


def context(text: str) -> Block:
    """A small grey line of mrkdwn."""
    return _Context(elements=[_Mrkdwn(text=clip_mrkdwn(text, SECTION))])


def actions(buttons: Sequence[InteractiveElement], block_id: str | None = None) -> Block:
    """A row of buttons."""
    return _Actions(elements=list(buttons), block_id=block_id)


def button(
    text: str,
    action_id: str,
    value: str,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button; `value` is an opaque id."""
    return _Button(
        text=_Plain(text=clip(text, BUTTON)),
        action_id=action_id,
        value=value,
        style=style,
        confirm=confirm,
    )


def link_button(text: str, action_id: str, url: str) -> ButtonElement:
    """A button that opens an address."""
    return _Button(text=_Plain(text=clip(text, BUTTON)), action_id=action_id, url=url)


def confirm(title: str, text: str, yes: str, no: str) -> ConfirmObject:
    """A question before a click that cannot be taken back."""
    return ConfirmObject(
        title=PlainTextObject(text=clip(title, 100)),
        text=PlainTextObject(text=clip(text, 300)),
        confirm=PlainTextObject(text=clip(yes, 30)),
        deny=PlainTextObject(text=clip(no, 30)),
    )


def text_input(
    name: str,
    label: str,
    *,
    hint: str | None = None,
    initial: str | None = None,
    placeholder: str | None = None,
    lines: bool = False,
    optional: bool = True,
    limit: int = 3000,
) -> Block:
    """A field for text."""
    return _input(
        name,
        label,
        PlainTextInputElement(
            action_id=name,
            multiline=lines,
            max_length=limit,
            initial_value=clip(initial, limit) if initial else None,
            placeholder=PlainTextObject(text=clip(placeholder, 150)) if placeholder else None,
        ),
        hint,
        optional,
    )


def number_input(
    name: str, label: str, *, hint: str | None = None, least: float = 0, optional: bool = True
) -> Block:
    """A field for an amount."""
    element = NumberInputElement(action_id=name, is_decimal_allowed=True, min_value=str(least))
    return _input(name, label, element, hint, optional)


def date_input(
    name: str, label: str, *, initial: date | None = None, hint: str | None = None, optional: bool = True
) -> Block:
    """A field for a day."""
    element = DatePickerElement(action_id=name, initial_date=initial.isoformat() if initial else None)
    return _input(name, label, element, hint, optional)


def moment_input(
    name: str, label: str, *, initial: datetime | None = None, hint: str | None = None, optional: bool = True
) -> Block:
    """A field for a day and a time."""
    element = DateTimePickerElement(
        action_id=name, initial_date_time=int(initial.timestamp()) if initial else None
    )
    return _input(name, label, element, hint, optional)


def select_input(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = True,
) -> Block | None:
    """A field to choose one of (value, text); None where there is nothing to choose."""
    options = _options(choices)[:OPTIONS]
    if not options:
        return None
    chosen = next((option for option in options if option.value == initial), None)
    return _input(
        name,
        label,
        StaticSelectElement(action_id=name, options=options, initial_option=chosen),
        hint,
        optional,
    )


def external_select_input(
    name: str, label: str, *, placeholder: str, initial: tuple[str, str] | None = None
) -> Block:
    """A required field to choose one of what is offered while typing; `initial` is (value, text)."""
    element = ExternalDataSelectElement(
        action_id=name,
        placeholder=PlainTextObject(text=clip(placeholder, 150)),
        min_query_length=LEAST_TYPED,
        initial_option=_options([initial])[0] if initial else None,
    )
    return _input(name, label, element, None, False)


def offered(choices: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """The (value, text) that an external select offers for what was typed."""
    return [option.to_dict() for option in _options(choices)[:OPTIONS]]


def radio_input(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """A field to choose one of at most ten (value, text), all in sight."""
    options = _options(choices)
    chosen = next((option for option in options if option.value == initial), None)
    return _input(
        name,
        label,
        RadioButtonsElement(action_id=name, options=options, initial_option=chosen),
        hint,
        optional,
    )


def person_input(name: str, label: str, *, initial: str | None = None, hint: str | None = None) -> Block:
    """A required field to choose a colleague; `initial` is a Slack id."""
    return _input(name, label, UserSelectElement(action_id=name, initial_user=initial), hint, False)


def checkbox_input(name: str, label: str, choices: Iterable[tuple[str, str]]) -> Block:
    """An optional field of at most ten boxes to tick, each (value, text)."""
    return _input(name, label, CheckboxesElement(action_id=name, options=_options(choices)), None, True)


def _options(choices: Iterable[tuple[str, str]]) -> list[Option]:
    return [Option(value=value, text=PlainTextObject(text=clip(text, OPTION))) for value, text in choices]


def _input(name: str, label: str, element: Any, hint: str | None, optional: bool) -> Block:
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=clip(label, 2000)),
        element=element,
        hint=PlainTextObject(text=clip(hint, 2000)) if hint else None,
        optional=optional,
    )


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block | None],
    *,
    submit: str | None,
    close: str,
    private_metadata: str = "",
) -> dict[str, Any]:
    """A modal as views.open takes it; blocks that are None are left out."""
    view: dict[str, Any] = View(
        type="modal",
        callback_id=callback_id,
        title=PlainTextObject(text=clip(title, TITLE)),
        submit=PlainTextObject(text=clip(submit, TITLE)) if submit else None,
        close=PlainTextObject(text=clip(close, TITLE)),
        blocks=[block for block in blocks if block is not None],
        private_metadata=private_metadata,
    ).to_dict()
    return view


def rendered(blocks: Iterable[Block | None]) -> list[dict[str, Any]]:
    """Blocks as the Web API takes them; those that are None are left out."""
    return [block.to_dict() for block in blocks if block is not None]
