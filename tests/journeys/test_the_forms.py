"""Every form opens complete: the fields that the outside interface names are in its first view, of the kind and with the marks it
says, each under the same block id."""

from datetime import UTC, datetime

from bot.sandbox.records import View
from tests.journeys.office import ANA, SAM, Office
from tests.journeys.test_the_loop import request_from

TEXT, NUMBER, DATE, TIME = "plain_text_input", "number_input", "datepicker", "datetimepicker"
SELECT, RADIO, CHECKS, SEARCH, COLLEAGUE = (
    "static_select",
    "radio_buttons",
    "checkboxes",
    "external_select",
    "users_select",
)
CHOICE = (SELECT, RADIO, CHECKS)
"""Any of these is a choice among few."""
NEED = {
    "deal_name*": TEXT,
    "prospect": TEXT,
    "deal_amount": NUMBER,
    "deal_stage": TEXT,
    "close_date": DATE,
    "needed_by*": DATE,
    "activity_kind*": SELECT,
    "format": CHOICE,
    "platform": SELECT,
    "questions": TEXT,
}
FORMS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "reference_request": NEED,
    "reference_request without words": {
        **NEED,
        "industry": SELECT,
        "segment": SELECT,
        "region": SELECT,
        "words": TEXT,
    },
    "ask_outside": {"advocate*": SEARCH, "activity_kind*": SELECT, "asked_on*": DATE, "answer": CHOICE},
    "ask_review": {
        "decision*": CHOICE,
        "note": TEXT,
        "other": SELECT,
        "resume_on": DATE,
        "reason": TEXT,
    },
    "ask_answer": {"answer*": CHOICE, "scheduled_for": TIME, "comment": TEXT},
    "approval_record": {"approved*": CHOICE, "by": TEXT, "on": DATE},
    "ask_schedule": {"scheduled_for*": TIME},
    "ask_outcome": {
        "happened*": CHOICE,
        "moved_to": TIME,
        "rating": CHOICE,
        "helped": TEXT,
        "deal_stage": TEXT,
    },
    "deal_result": {"result*": CHOICE, "amount": NUMBER},
    "thanks_record": {"how*": CHOICE, "text": TEXT, "told_outcome": CHOICE},
    "give_log": {"advocate*": SEARCH, "kind*": SELECT, "given_on": DATE, "note": TEXT},
    "away": {"until*": DATE, "stand_in*": COLLEAGUE},
}
"""Fields by form; * marks what is required. What else a form has is never required."""


def is_complete(view: View, form: str) -> None:
    inputs = {
        block["block_id"]: (block["element"], not block.get("optional", False))
        for block in view.blocks
        if block["type"] == "input"
    }
    for field, kinds in FORMS[form].items():
        name = field.removesuffix("*")
        element, required = inputs.pop(name)
        assert element["action_id"] == name
        assert element["type"] in ((kinds,) if isinstance(kinds, str) else kinds), (form, name)
        assert required is field.endswith("*"), (form, name)
    assert not [name for name, (_, required) in inputs.items() if required], form
    assert view.callback_id == form.partition(" ")[0]


def checked(office: Office, who: str, action_id: str) -> None:
    """Opens the form with its button, and leaves it open."""
    is_complete(office.press(office.person(who), action_id), action_id)


def test_every_form_of_a_request_opens_complete(office: Office) -> None:
    sam, ana = office.person(SAM), office.person(ANA)
    account = office.add_account("Northwind Bank", policy_needs_approval=True)
    for name in ("Sarah Chen", "Omar Reed"):
        office.add_advocate(name, account)
    for opened in (lambda: sam.command("/reference", ""), lambda: sam.shortcut("request_reference")):
        assert opened().ok
        is_complete(office.modal(sam), "reference_request without words")
        sam.close_modal()
    sam.click(sam.command("/reference", "fintech"), "reference_request")
    is_complete(office.modal(sam), "reference_request")
    sam.close_modal()
    request_from(office, "fintech")
    for form in ("ask_outside", "give_log", "ask_review"):
        checked(office, ANA, form)
        if form != "ask_review":
            ana.close_modal()
    assert ana.submit(decision="approve").errors == {}
    office.deliver()
    ana.press("ask_sent")
    office.deliver()
    checked(office, ANA, "ask_answer")
    assert ana.submit(answer="yes").errors == {}
    office.deliver()
    checked(office, ANA, "approval_record")
    assert ana.submit(approved="yes").errors == {}
    office.deliver()
    checked(office, SAM, "ask_schedule")
    assert sam.submit(scheduled_for=datetime(2026, 3, 5, 14, tzinfo=UTC)).errors == {}
    office.deliver()
    office.clock.at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    office.job("outcome_requests")
    checked(office, SAM, "ask_outcome")
    assert sam.submit(happened="yes").errors == {}
    office.deliver()
    checked(office, SAM, "deal_result")
    checked(office, ANA, "thanks_record")
    ana.close_modal()
    assert ana.command("/advocate", "away").ok
    is_complete(office.modal(ana), "away")
