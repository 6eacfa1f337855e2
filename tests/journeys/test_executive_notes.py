"""An executive with ten minutes a week is told to whom a word would mean most, and why; the rest waits, or goes to the CSM."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.queries.history import history_of_advocate
from bot.sandbox.answer import words
from bot.services import executive_prompting, policies
from messages.history import happened
from models import Advocate, ExecutiveNote, ExecutiveWeek, Give, Milestone, Person, RoleHolder, Sponsorship
from tests.journeys.office import ANA, MONDAY, OLU, SAM, Office
from tests.journeys.test_the_loop import actions_of
from tests.journeys.test_who_may import press_as

EVA, KAI = "U0EVA", "U0KAI"
TODAY = MONDAY.date()
PROMPT = {"exec_note_sent", "exec_note_later", "exec_note_hand_over", "mail_link"} | {
    "exec_note_called",
    "exec_note_listened",
}


def hire(office: Office, *ids: str, per_week: int | None = None, zone: str = "Europe/London") -> None:
    for slack_id in ids:
        name = slack_id.removeprefix("U0").title()
        office.server.workspace.add_person(
            slack_id,
            name.lower(),
            real_name=f"{name} Lund",
            email=f"{name.lower()}@ours.example",
            tz=zone,
        )
        office.add_row(
            RoleHolder(
                slack_id=slack_id, role="executive", notes_per_week=per_week, added_by=OLU, added_at=MONDAY
            )
        )


def promoted(
    office: Office, *names: str, effort: int = 2, on: date = TODAY, **columns: object
) -> list[Advocate]:
    """People who helped half a year ago and were promoted today."""
    account = office.add_account(f"Northwind {names[0]}")
    found = [office.add_advocate(name, account, **columns) for name in names]
    for one in found:
        office.add_activity(
            one, TODAY - timedelta(days=180), effort=effort, thanked_on=TODAY, prospect="Contoso"
        )
        office.add_row(Milestone(advocate_id=one.id, kind="promotion", on=on))
    return found


def note_of(office: Office, advocate: Advocate) -> ExecutiveNote:
    with office.db.reading() as session:
        return (
            session.query(ExecutiveNote)
            .filter_by(advocate_id=advocate.id)
            .order_by(ExecutiveNote.found_at.desc())
            .first()
        )  # type: ignore[return-value]


def gives(office: Office) -> list[tuple[str, str | None, date]]:
    with office.db.reading() as session:
        return [(one.kind, one.by, one.given_on) for one in session.query(Give).order_by(Give.given_on)]


def names(office: Office, slack_id: str) -> list[str]:
    """Whom the prompts that stand with an executive are about, oldest first."""
    told = [words(one) for one in office.person(slack_id).messages()]
    return [text.split(" would mean")[0].split("from you to ")[1] for text in told if "would mean" in text]


def at(office: Office, moment: str) -> None:
    office.clock.at = datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_an_executive_is_told_in_five_lines_and_the_note_they_wrote_is_a_give(office: Office) -> None:
    hire(office, EVA)
    bank = office.add_account("Northwind Bank", open_escalation=True)
    sarah = office.add_advocate(
        "Sarah Chen", bank, title="VP Payments", interests=["open banking"], phone="+44 20 7946 0000"
    )
    for days in (300, 250, 200, 150):
        office.add_activity(sarah, TODAY - timedelta(days=days), prospect="Fabrikam", thanked_on=TODAY)
    office.add_activity(
        sarah,
        TODAY - timedelta(days=3),
        prospect="Globex",
        amount=150000,
        result="won",
        minutes=40,
        thanked_on=TODAY,
        outcome_told_on=TODAY,
    )
    office.job("tiers")
    assert "1 found, 1 notes" in office.job("executive_notes")
    eva = office.person(EVA)
    told = words(office.latest(eva))
    for line in (
        "*Who:* VP Payments, Northwind Bank",
        "and you are their sponsor",
        "*What they did:* reference call for Globex on 27 Feb 2026; reference call for Fabrikam",
        "*Why now:* Globex, a large deal, was won with their help",
        "for the fifth time within a year",
        "they reached platinum",
        "*Cares about:* open banking",
        "*Better not:* a problem of theirs is escalated with us",
        "no amounts",
        "Globex has decided to work with us, and your talk with them on 27 February",
        "+44 20 7946 0000",
        "by 6 Mar 2026, it goes back to the pool",
    ):
        assert line in told, told
    assert "150" not in told
    assert actions_of(office, EVA) == PROMPT
    assert "0 notes" in office.job("executive_notes"), "once"

    eva.press("exec_note_sent")
    office.deliver()
    assert "You wrote to Sarah Chen" in words(office.latest(eva))
    assert gives(office) == [("executive_note", EVA, TODAY)]
    assert note_of(office, sarah).state == "sent"
    with office.db.reading() as session:
        lines = [happened(line) for line in history_of_advocate(session, sarah.id)]
    assert "asked Eva Lund for a personal word to Sarah Chen" in lines
    assert lines[-1] == "wrote a personal note to Sarah Chen"


def test_the_weeks_share_is_never_exceeded_and_the_most_deserving_come_first(office: Office) -> None:
    hire(office, EVA)
    promoted(office, "Ada Low", "Bea Low")
    promoted(office, "Cy High", "Di High", "Ed High", effort=3)
    office.job("executive_notes")
    assert names(office, EVA) == ["Cy High", "Di High", "Ed High"]
    office.person(EVA).press("exec_note_sent")
    office.later(days=1)
    office.job("executive_notes")
    assert len(names(office, EVA)) == 2, "what is written frees no place in the week"
    at(office, "2026-03-06T17:00")
    assert "2 returned" in office.job("executive_notes")
    assert names(office, EVA) == []
    assert actions_of(office, EVA) == set()
    back = [words(one) for one in office.person(EVA).messages() if "Back in the pool" in words(one)]
    assert len(back) == 2
    at(office, "2026-03-09T09:00")
    office.job("executive_notes")
    assert names(office, EVA) == ["Cy High", "Di High", "Ada Low"]
    assert "0 notes" in office.job("executive_notes")


def test_what_nobody_writes_lapses_after_21_days(office: Office) -> None:
    hire(office, EVA, per_week=0)
    (ada,) = promoted(office, "Ada Low")
    at(office, "2026-03-02T09:00")
    office.job("executive_notes")
    assert note_of(office, ada).state == "waiting"
    office.later(days=21)
    assert "0 lapsed" in office.job("executive_notes")
    office.later(days=1)
    assert "1 lapsed" in office.job("executive_notes")
    assert note_of(office, ada).state == "lapsed"
    assert "0 found" in office.job("executive_notes")


def test_of_a_first_import_only_the_last_14_days_prompt_anybody(office: Office) -> None:
    hire(office, EVA)
    promoted(office, "Ada Low", on=TODAY - timedelta(days=15))
    promoted(office, "Bea Low", on=TODAY - timedelta(days=14))
    office.job("executive_notes")
    assert names(office, EVA) == ["Bea Low"]


def test_only_the_circle_of_those_who_gave_most_is_written_to(office: Office) -> None:
    hire(office, EVA)
    policies.change(office.wired.program, OLU, "exec_circle", "1")
    promoted(office, "Ada Low", effort=1)
    promoted(office, "Bea High", effort=3)
    office.job("executive_notes")
    assert names(office, EVA) == ["Bea High"]


def test_a_new_cause_joins_the_prompt_and_one_soon_after_a_note_waits(office: Office) -> None:
    hire(office, EVA)
    (ada,) = promoted(office, "Ada Low")
    office.job("executive_notes")
    office.later(days=1)
    office.add_activity(
        ada, TODAY, amount=200000, result="won", prospect="Globex", thanked_on=TODAY, outcome_told_on=TODAY
    )
    office.job("executive_notes")
    assert len(office.person(EVA).messages()) == 1
    told = words(office.latest(office.person(EVA)))
    assert "Globex, a large deal, was won" in told
    assert "they were promoted" in told
    office.person(EVA).press("exec_note_sent")
    at(office, "2026-03-23T09:00")
    office.add_row(Milestone(advocate_id=ada.id, kind="promotion", on=office.clock.now().date()))
    assert "1 found" in office.job("executive_notes")
    assert names(office, EVA) == []
    at(office, "2026-04-02T10:00")
    office.job("executive_notes")
    assert names(office, EVA) == ["Ada Low"], "30 days after the last"


def test_of_somebody_in_platinum_an_executive_hears_of_every_milestone(office: Office) -> None:
    hire(office, EVA)
    long_ago = TODAY - timedelta(days=60)
    account = office.add_account("Northwind Bank")
    ada = office.add_advocate("Ada Low", account, tier="platinum", tier_since=long_ago)
    bob = office.add_advocate("Bob May", account, tier="gold", tier_since=long_ago)
    for one in (ada, bob):
        for number in range(4):
            on = TODAY - timedelta(days=70 + number)
            office.add_activity(one, on, thanked_on=TODAY, prospect="Contoso", deal=str(number))
        office.add_row(Give(advocate_id=one.id, kind="executive_note", given_on=TODAY - timedelta(days=40)))
        office.add_row(Milestone(advocate_id=one.id, kind="work_anniversary", on=TODAY, detail="10"))
    office.job("executive_notes")
    told = "\n".join(words(one) for one in office.person(EVA).messages())
    assert "from you to Ada Low would mean" in told
    assert "Bob May" not in told
    assert "it is their anniversary at Northwind Bank (2 Mar 2026)" in told
    assert "Congratulations" in told


def test_big_deals_in_another_currency_are_left_out_and_said(office: Office) -> None:
    hire(office, EVA)
    sarah = office.add_advocate("Sarah Chen", office.add_account("Northwind Bank"))
    facts = {"result": "won", "thanked_on": TODAY, "outcome_told_on": TODAY}
    office.add_activity(sarah, TODAY, amount=900000, currency="JPY", deal="one", **facts)
    office.add_activity(sarah, TODAY, amount=100000, deal="two", **facts)
    assert "0 found, 1 big deals in another currency left out" in office.job("executive_notes")


def test_the_csm_passes_on_what_an_executive_hands_to_them(office: Office) -> None:
    hire(office, EVA)
    (ada,) = promoted(office, "Ada Low")
    office.job("executive_notes")
    office.person(EVA).press("exec_note_hand_over")
    office.deliver()
    assert "passes your word on to Ada Low" in words(office.latest(office.person(EVA)))
    ana = office.person(ANA)
    told = words(office.latest(ana))
    assert "Please pass on a word from <@U0EVA> to Ada Low" in told
    assert "Eva Lund asked me to pass this on to you" in told
    assert actions_of(office, ANA) == {"exec_note_passed_on", "exec_note_later", "mail_link"}
    assert gives(office) == []
    office.later(days=3)
    assert "1 CSMs reminded" in office.job("executive_notes")
    assert "0 CSMs reminded" in office.job("executive_notes")
    ana.press("exec_note_passed_on")
    office.deliver()
    assert gives(office) == [("executive_note", EVA, office.clock.now().date())]
    assert "has passed your word on" in words(office.latest(office.person(EVA)))
    assert note_of(office, ada).state == "passed_on"


@pytest.mark.parametrize(
    ("button", "state", "said"),
    [
        ("exec_note_called", "called", "You talked to Ada Low"),
        ("exec_note_listened", "listened", "You gave Ada Low half an hour"),
    ],
)
def test_a_talk_instead_is_recorded_as_what_it_was_and_can_be_taken_back(
    office: Office, button: str, state: str, said: str
) -> None:
    hire(office, EVA)
    (ada,) = promoted(office, "Ada Low")
    office.job("executive_notes")
    eva = office.person(EVA)
    eva.press(button)
    office.deliver()
    assert said in words(office.latest(eva))
    assert note_of(office, ada).state == state
    assert gives(office) == [("executive_call", EVA, TODAY)]
    eva.press("exec_note_undo")
    office.deliver()
    assert (note_of(office, ada).state, gives(office)) == ("prompted", [])
    assert actions_of(office, EVA) == PROMPT
    eva.press(button)
    office.deliver()
    done = eva.find("exec_note_undo")
    office.later(minutes=15)
    eva.click(done, "exec_note_undo")
    assert "15 minutes" in office.whisper(eva, "can be taken back")
    assert note_of(office, ada).state == state


def test_later_brings_it_back_and_next_week_takes_one_of_that_weeks_places(office: Office) -> None:
    hire(office, EVA, per_week=1)
    promoted(office, "Ada Low", "Bea Low")
    office.job("executive_notes")
    eva = office.person(EVA)
    eva.press("exec_note_later")
    office.slack.until(lambda: bool(eva.ephemerals()), what="when it comes back")
    office.later(days=1)
    office.deliver()
    assert len(names(office, EVA)) == 1, "tomorrow morning, without the old one’s buttons"
    whisper = eva.ephemerals()[-1]
    eva.click(whisper, "exec_note_later_week")
    office.deliver()
    assert names(office, EVA) == []
    assert "Put off to next week" in words(office.latest(eva))
    at(office, "2026-03-06T17:00")
    assert "0 returned" in office.job("executive_notes")
    at(office, "2026-03-09T09:00")
    assert "0 notes" in office.job("executive_notes"), "the place of the week is taken"
    assert names(office, EVA) == ["Ada Low"]
    with office.db.reading() as session:
        assert {one.prompts for one in session.query(ExecutiveWeek)} == {1}
    office.person(EVA).press("exec_note_later")
    office.slack.until(lambda: len(eva.ephemerals()) > 1, what="when it comes back")
    with office.db.changing() as session:
        session.add(ExecutiveWeek(executive=EVA, week=date(2026, 3, 16), prompts=1))
    eva.click(eva.ephemerals()[-1], "exec_note_later_week")
    assert "Next week is full already" in office.whisper(eva, "full already")


def test_an_executive_who_is_away_or_gone_is_not_prompted_and_theirs_goes_to_another(office: Office) -> None:
    hire(office, EVA)
    promoted(office, "Ada Low")
    office.job("executive_notes")
    assert names(office, EVA) == ["Ada Low"]
    hire(office, KAI)
    office.server.workspace.change_person(EVA, deleted=True)
    with office.db.changing() as session:
        session.get_one(Person, EVA).is_gone = True
    assert "1 returned" in office.job("executive_notes")
    assert names(office, KAI) == ["Ada Low"]
    assert names(office, EVA) == []


def test_nobody_is_asked_to_write_to_who_has_left_the_program(office: Office) -> None:
    hire(office, EVA)
    (ada,) = promoted(office, "Ada Low")
    office.job("executive_notes")
    with office.db.changing() as session:
        session.get_one(Advocate, ada.id).stage = "retired"
    office.later(hours=1)
    assert "1 lapsed" in office.job("executive_notes")
    assert actions_of(office, EVA) == set()
    assert "is not needed any more" in words(office.latest(office.person(EVA)))


def test_what_arrives_when_its_week_is_over_has_nothing_to_press(office: Office) -> None:
    hire(office, EVA)
    promoted(office, "Ada Low")
    office.wired.scheduler.run_now("executive_notes", office.clock.now(), force=True)
    at(office, "2026-03-09T09:00")
    office.deliver()
    assert office.person(EVA).messages() == []
    office.job("executive_notes")
    assert names(office, EVA) == ["Ada Low"]


def test_a_prompt_waits_for_the_morning_of_its_reader_and_counts_in_their_week(office: Office) -> None:
    hire(office, EVA, zone="Pacific/Auckland")
    promoted(office, "Ada Low", on=date(2026, 2, 28))
    at(office, "2026-03-01T17:00")  # Monday, 06:00 in Auckland
    with office.db.changing() as session:
        session.add(
            Person(
                slack_id=EVA,
                name="Eva Lund",
                time_zone="Pacific/Auckland",
                is_guest=False,
                is_outsider=False,
                is_gone=False,
                fetched_at=4e9,
            )
        )
    office.job("executive_notes")
    assert names(office, EVA) == []
    at(office, "2026-03-01T20:00")
    office.deliver()
    assert names(office, EVA) == ["Ada Low"]
    with office.db.reading() as session:
        assert [one.week for one in session.query(ExecutiveWeek)] == [date(2026, 3, 2)]


def test_only_the_executive_or_an_owner_says_what_was_done(office: Office) -> None:
    hire(office, EVA, KAI)
    (ada,) = promoted(office, "Ada Low")
    office.job("executive_notes")
    message = office.person(EVA).find("exec_note_sent")
    for by in (SAM, KAI, ANA):
        press_as(office, by, message, "exec_note_sent")
        assert "only they or a program owner" in office.whisper(office.person(by), "only they")
    assert note_of(office, ada).state == "prompted"
    press_as(office, OLU, message, "exec_note_sent")
    assert note_of(office, ada).state == "sent"
    office.person(EVA).click(message, "exec_note_called", stale=True)
    assert "Olu Ade wrote to Ada Low" in office.whisper(office.person(EVA), "noted already")


def test_platinum_gets_a_sponsor_of_its_own_balanced_and_told_to_the_csm(office: Office) -> None:
    hire(office, EVA, KAI, per_week=0)
    account = office.add_account("Northwind Bank")
    for name in ("Ada Low", "Bea Low", "Cy Low"):
        office.add_advocate(name, account, tier="platinum", tier_since=TODAY - timedelta(days=60))
    assert "3 given a sponsor" in office.job("executive_notes")
    assert "0 given a sponsor" in office.job("executive_notes")

    def shares() -> Counter[str]:
        with office.db.reading() as session:
            return Counter(one.executive for one in session.query(Sponsorship))

    assert shares() == {EVA: 2, KAI: 1}
    (told,) = office.person(ANA).messages()
    assert "Ada Low (Northwind Bank): <@U0EVA>" in words(told)
    assert "You are the sponsor of 2 more advocates now" in words(office.person(EVA).messages()[0])
    assert "*Sponsor:* <@U0EVA>" in office.person(ANA).command("/advocate", "show ada low").text
    with office.db.changing() as session:
        session.query(RoleHolder).filter_by(slack_id=EVA).delete()
    hire(office, "U0LEA", per_week=0)
    office.later(days=1)
    assert "2 given a sponsor" in office.job("executive_notes")
    assert shares() == {KAI: 2, "U0LEA": 1}


def test_gold_and_above_are_asked_how_they_are_after_the_notes(office: Office) -> None:
    hire(office, EVA, per_week=2)
    account = office.add_account("Northwind Bank")
    gold = office.add_advocate("Gil Gold", account, tier="gold")
    office.add_advocate("Hal Gold", account, tier="gold")
    promoted(office, "Ada Low")
    assert "1 notes and 1 check-ins" in office.job("executive_notes")
    told = words(office.latest(office.person(EVA)))
    assert "It is time to ask Gil Gold how they are" in told
    office.person(EVA).press("exec_note_sent")
    office.deliver()
    assert note_of(office, gold).state == "sent"
    office.later(days=7)
    assert "1 notes and 1 check-ins" in office.job("executive_notes")
    assert "how they are" in words(office.latest(office.person(EVA)))
    assert "Hal Gold" in words(office.latest(office.person(EVA)))


def test_an_owner_says_who_writes_how_many_notes_a_week(office: Office) -> None:
    hire(office, EVA)
    office.server.workspace.add_person(KAI, "kai", real_name="Kai Lund")
    olu = office.person(OLU)
    assert "<@U0EVA>: 3 a week (as the program says)" in olu.command("/program", "executives").text
    assert "<@U0KAI>: 2 a week, none so far" in olu.command("/program", "executive <@U0KAI|kai> 2").text
    assert "<@U0KAI>: 1 a week" in olu.command("/program", "executive @kai.lund 1").text
    assert "<@U0KAI>: 3 a week (as" in olu.command("/program", "executive Kai Lund").text
    assert "0 to 20" in olu.command("/program", "executive @kai.lund 21").text
    assert "0 to 20" in olu.command("/program", "executive @kai.lund -1").text
    assert "I don’t know “nobody”" in olu.command("/program", "executive nobody 1").text
    assert "U0KAI" not in olu.command("/program", "executive <@U0KAI> off").text
    assert "is no executive here" in olu.command("/program", "executive <@U0KAI> off").text
    assert "Only a program owner" in office.person(SAM).command("/program", "executive <@U0KAI> 9").text
    assert "Only a program owner" in office.person(SAM).command("/program", "executives").text
    assert "only full members" in olu.command("/program", "executive <@U0GUS> 1").text
    for words_ in ("", "help", "dance"):
        assert "makes somebody one of them" in olu.command("/program", words_).text
    promoted(office, "Ada Low", "Bea Low")
    olu.command("/program", "executive <@U0EVA> 1")
    office.job("executive_notes")
    assert names(office, EVA) == ["Ada Low"]


def test_four_workers_at_once_never_exceed_the_share(office: Office) -> None:
    hire(office, EVA, KAI)
    promoted(office, *(f"Person {number}" for number in range(12)))
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        for _ in range(2):
            executive_prompting.take_up_causes(office.wired.program)
            known = executive_prompting.look(office.wired.program).executives
            room = executive_prompting.room(office.wired.program, known)
            executive_prompting.prompt(office.wired.program, known, room)

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(work) for _ in range(4)]:
            done.result()
    with office.db.reading() as session:
        prompted = session.query(ExecutiveNote).filter_by(state="prompted").all()
        assert Counter(one.executive for one in prompted) == {EVA: 3, KAI: 3}
        assert {one.prompts for one in session.query(ExecutiveWeek)} == {3}
        assert session.query(ExecutiveNote).count() == 12
