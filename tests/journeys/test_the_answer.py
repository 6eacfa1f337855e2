"""What /reference answers beside names: a question back, a story that spares a call, and what would help."""

import pytest

from bot.sandbox import payloads
from models import ReferenceRequest, Story
from tests.journeys.office import SAM, Office


def test_a_word_with_two_readings_is_asked_about_and_a_click_settles_it(office: Office) -> None:
    sam = office.person(SAM)
    nova = office.add_account("Nova Bank", products=["Orbit"], industry="Banking")
    office.add_account("Solo Foods", industry="Retail", use_cases=["Orbit"])
    office.add_advocate("Sarah Chen", nova)
    answer = sam.command("/reference", "banking orbit")
    assert "“orbit” can mean Orbit (product) or Orbit (use case)" in answer.text
    sam.click(answer, "reference_reading_0")
    settled = office.whisper(sam, "Understood: Banking · Orbit")
    assert "can mean" not in settled
    assert "Banking · Enterprise · EMEA · Orbit" in settled
    assert len(sam.ephemerals()) == 1, "the settled search stands in the place of the question"
    sam.press("reference_request")
    office.modal(sam)
    assert sam.submit(deal_name="Contoso").errors == {}
    office.deliver()
    with office.db.reading() as session:
        filed = session.query(ReferenceRequest).one()
    assert filed.criteria["products"] == ["Orbit"]
    assert "use_cases" not in filed.criteria


def test_a_button_from_before_the_words_changed_says_so(office: Office) -> None:
    sam = office.person(SAM)
    nova = office.add_account("Nova Bank", products=["Orbit"])
    solo = office.add_account("Solo Foods", use_cases=["Orbit"])
    office.add_advocate("Sarah Chen", nova)
    answer = sam.command("/reference", "orbit")
    with office.db.changing() as session:
        session.merge(solo).use_cases = []
    office.add_account("Another")
    sam.click(answer, "reference_reading_1")
    assert "type your search again" in office.whisper(sam, "have changed")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("fintech", "The newest"),
        ("fintech use case fraud", "How fraud fell by half"),
        ("fintech payments", "Payments in six weeks"),
    ],
)
def test_the_best_story_is_shown_to_spare_a_call(office: Office, line: str, title: str) -> None:
    sam = office.person(SAM)
    bank = office.add_account("Northwind Bank", products=["Payments"], use_cases=["Fraud"])
    sarah = office.add_advocate("Sarah Chen", bank)
    for number, (name, columns) in enumerate(
        [
            ("How fraud fell by half", {"use_case": "fraud"}),
            ("Payments in six weeks", {}),
            ("The newest", {}),
            ("Not to be shared", {"may_share": None}),
            ("Only known in the office", {"link": None}),
            ("An interview", {"kind": None}),
            ("Somewhere else", {"link": "javascript:alert(1)"}),
        ]
    ):
        values = {"may_share": True, "kind": "written", "link": f"https://stories.example/{number}?a=1&b=2"}
        office.add_row(
            Story(
                id=f"0story{number}",
                account_id=bank.id,
                advocate_id=sarah.id,
                title=name,
                **(values | columns),
            )
        )
    said = sam.command("/reference", line).text
    assert "You may not need a call: <https://stories.example/" in said
    assert f"|{title}> (a written story)." in said


def test_where_nobody_fits_what_would_help_is_counted_and_one_click_away(office: Office) -> None:
    sam = office.person(SAM)
    for number in range(3):
        office.add_advocate(f"Person {number}", office.add_account(f"Bank {number}", region="apac"))
    office.add_advocate("Tom Reed", office.add_account("Harbour Trust", industry="Insurance"))
    office.add_account("Smallbank", segment="smb")
    answer = sam.command("/reference", "fintech enterprise emea")
    assert "Nobody fits" in answer.text
    lines = [line for line in answer.text.split("\n") if line.startswith("Without")]
    assert lines == ["Without *EMEA*: 3 people are rested.", "Without *Fintech*: 1 person is rested."]
    sam.click(answer, "reference_looser", "2")
    found = office.whisper(sam, "3 people fit")
    assert "Searched without the place" in found
    sam.press("reference_request_any")
    office.modal(sam)
    assert sam.submit(deal_name="Contoso").errors == {}
    assert len(office.asks()) == 1


def test_another_kind_that_would_help_is_counted_too(office: Office) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"), never=["case_study"])
    answer = sam.command("/reference", "fintech case study")
    assert "A reference call instead of a case study: 1 person is rested." in answer.text


def test_nothing_is_promised_where_nothing_would_help(office: Office) -> None:
    answer = office.person(SAM).command("/reference", "fintech")
    assert "Leaving out one thing wouldn’t help today" in answer.text
    assert not answer.buttons("reference_looser")
    assert answer.buttons("request_file_anyway")


def test_who_asks_before_anybody_is_there_is_told_so(office: Office) -> None:
    sam = office.person(SAM)
    assert "There is nobody in the program yet" in sam.command("/reference", "flurb").text
    assert "There is nobody here yet" in sam.command("/reference", "review").text
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    assert "Nobody fits this yet" in sam.command("/reference", "healthcare").text
    office.add_advocate(
        "Tom Reed", office.add_account("Harbour Trust", industry="Healthcare"), never=["reference_call"]
    )
    assert "Nobody fits and is rested today" in sam.command("/reference", "healthcare").text


@pytest.mark.parametrize("amount", ["-5", "1e400", "nan", "a lot"])
def test_an_amount_that_is_none_is_said_on_its_field(office: Office, amount: str) -> None:
    sam = office.person(SAM)
    office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    sam.command("/reference", "fintech")
    sam.press("reference_request")
    view = sam.fill(office.modal(sam), deal_name="Contoso")
    sent = payloads.view_submission(office.server.workspace, sam.person, view)
    field = {"deal_amount": {"type": "number_input", "value": amount}}  # which Slack itself would not send
    sent["view"]["state"]["values"]["deal_amount"] = field
    answer = office.slack.send_interaction(sent).body
    assert answer == {
        "response_action": "errors",
        "errors": {"deal_amount": "Please give this as a number, 0 or more."},
    }
    assert office.asks() == []
