"""Looking for a text used before stays quick when there are many."""

import random
import time
from statistics import median

import pytest
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import FixedClock
from bot.db import Database
from bot.errors import Refused
from bot.queries.texts import near_texts
from bot.rules.language import Occasion, Purpose
from bot.rules.language.reuse import BANDS, MARKS, Fingerprint, fingerprint_of
from bot.services import texts
from bot.services.program import Program
from bot.services.texts import Written
from models import TextBand, TextFingerprint, new_id
from tests.journeys.office import ANA, MONDAY

MANY = 3_000
WORDS = """weekend migration checklist shelf harvest pilot invoice backlog badge napkin forklift engineer permit council
spreadsheet audit kettle timetable import export dashboard rota clinic brewery keg label flood premium nightshift"""


def letter(chance: random.Random) -> str:
    told = " ".join(chance.choice(WORDS.split()) for _ in range(24))
    return f"Thank you for telling them about the {told}. It helped them more than any slide of ours."


def fill(db: Database, count: int, alike: int) -> None:
    """So many texts, each for somebody else; some of them letters that share a stock sentence."""
    chance = random.Random(7)
    letters, bands = [], []
    for number in range(count):
        if number < alike:
            print_ = fingerprint_of(letter(chance), Occasion(Purpose.THANKS))
        else:
            print_ = Fingerprint(*(tuple(chance.getrandbits(62) for _ in range(n)) for n in (MARKS, BANDS)))
        one = {"id": new_id() + str(number), "subject_id": f"a{number}", "purpose": "thanks", "at": MONDAY}
        letters.append({**one, "marks": print_.packed()})
        bands += [{"band": band, "fingerprint_id": one["id"]} for band in print_.bands]
    with db.changing() as session:
        session.execute(insert(TextFingerprint), letters)
        session.execute(insert(TextBand), bands)
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE text_fingerprints, text_bands"))


def written(words: str) -> Written:
    return Written(words, Occasion(Purpose.THANKS, "reference_call", "Sarah Chen"), "sarah")


def test_many_texts_do_not_slow_the_check(db: Database) -> None:
    program = Program(db, FixedClock(MONDAY))
    fill(db, 100, alike=30)
    with_a_hundred = seconds_of_a_check(program, seeds=range(1000, 1015))
    fill(db, MANY, alike=MANY // 3)
    assert seconds_of_a_check(program, seeds=range(2000, 2015)) < 5 * with_a_hundred
    used = letter(random.Random(7))
    with pytest.raises(Refused, match="text_flagged"), program.changing() as session:
        texts.clear(session, program, ANA, written(used))


def seconds_of_a_check(program: Program, seeds: range) -> float:
    took = []
    for seed in seeds:
        with program.changing() as session:
            begun = time.process_time()
            texts.clear(session, program, ANA, written(letter(random.Random(seed))))
            took.append(time.process_time() - begun)
    return median(took)


def test_like_texts_are_found_by_index(db: Database) -> None:
    fill(db, 4_000, alike=0)
    sqlite_kind = db.engine.dialect.name == "sqlite"
    statement = near_texts.params(bands=list(range(32)), since=MONDAY, subject="sarah").compile(
        dialect=sqlite.dialect() if sqlite_kind else postgresql.dialect(),
        compile_kwargs={"literal_binds": True},
    )
    explain = "EXPLAIN QUERY PLAN " if sqlite_kind else "EXPLAIN "
    with db.engine.connect() as connection:
        plan = "\n".join(str(row[-1]) for row in connection.execute(text(explain + str(statement))))
    assert "pk_text_bands" in plan or "sqlite_autoindex_text_bands" in plan
    assert "SCAN text_" not in plan
    assert "Seq Scan" not in plan
