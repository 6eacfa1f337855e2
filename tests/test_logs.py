"""What the log says, and what it never says."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.db import Database
from bot.logs import CHATTY, Scrubber, configure
from bot.settings import Settings
from bot.trace import tracing

SETTINGS = Settings(
    _env_file=None,
    slack_bot_token=SecretStr("xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"),
    slack_signing_secret=SecretStr("8f742231b10e8888abcd99yyyzzz85a5"),
    slack_app_token=SecretStr("xapp-1-A111-222-3333abcd"),
    database_url="postgresql://bot:p%40ss%3Aw0rd@db.example.com/advocates",
)
JSON = SETTINGS.model_copy(update={"log_format": "json"})


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
        "8f742231b10e8888abcd99yyyzzz85a5",
        "xapp-1-A111-222-3333abcd",
        "p@ss:w0rd",
        "p%40ss%3Aw0rd",
        "postgresql+psycopg://bot:p%40ss%3Aw0rd@db.example.com/advocates",
        "xoxe.xoxp-1-somebody-elses-token",
        "https://hooks.slack.com/commands/T0001/1234/abcd",
        "sarah.chen+work@bright-path.example.co.uk",
        "+44 20 7946 0018",
        "+1 (415) 555-0132",
        "+4915123456789",
        "020 7946 0018",
        "0171/2345678",
        "(415) 555-0132",
        "415-555-0132",
    ],
)
@pytest.mark.parametrize("settings", [SETTINGS, JSON], ids=["text", "json"])
def test_no_line_holds_a_secret_or_how_to_reach_somebody(
    settings: Settings, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(settings)
    log = logging.getLogger("bot.somewhere")

    log.warning("seen in passing: %s.", secret)
    log.warning(f"key ({secret}) is taken, {[secret]!r}")
    try:
        raise ValueError(f"no such thing as {secret}")
    except ValueError:
        log.exception("failed for %s", secret)

    written = capsys.readouterr().err
    assert written.count("bot.somewhere") == 3
    assert secret not in written
    assert "p%40ss" not in written


@pytest.mark.parametrize(
    "harmless",
    [
        "thank_you_nudges, period 2026-11-02T10:00:00+00:00: 2 nudged",
        "ts 1793613600.000100 in C024BE7LH",
        "ask 06ahfzq2x9v3k1m8np was reserved 2026-11-02 09:15:00.123456+00:00",
        "127.0.0.1:53422 took 0.0012345678 s",
        "migration 0001_first_schema, 100,000 rows in 12.5 s",
        "postgresql+psycopg://localhost:5432/advocates",
    ],
)
def test_what_is_no_secret_stays_as_it_is(harmless: str) -> None:
    assert Scrubber(["a secret"])(harmless) == harmless


def test_a_failing_statement_does_not_show_its_values(
    db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(SETTINGS)
    person = " ".join(["Sarah", "Chen"])  # not as one word in the source, which the traceback shows
    with pytest.raises(DBAPIError) as failure, db.changing() as session:
        session.execute(text("SELECT :name FROM no_such_table"), {"name": person})

    logging.getLogger("bot").error("failed", exc_info=failure.value)

    written = capsys.readouterr().err
    assert "no_such_table" in written
    assert person not in written


def test_a_text_line_carries_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    configure(SETTINGS)
    with tracing("ab12cd34ef56"):
        logging.getLogger("bot.outbox").info("posted")
    logging.getLogger("bot.outbox").info("outside")

    inside, outside = capsys.readouterr().err.splitlines()
    moment, rest = inside.split(" ", 1)
    assert datetime.fromisoformat(moment).tzinfo is not None
    assert rest == "INFO bot.outbox ab12cd34ef56 posted"
    assert outside.endswith("INFO bot.outbox - outside")


def test_nobodys_words_begin_a_line_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    configure(SETTINGS)

    logging.getLogger("bot").info("searched for %s", "fintech\n2026-11-02 INFO bot - all is well")

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_json_line_carries_the_same_in_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure(JSON)
    with tracing("ab12cd34ef56"):
        try:
            raise ValueError("no such advocate")
        except ValueError:
            logging.getLogger("bot.jobs").exception("Zoë’s\nnudge failed")

    (line,) = capsys.readouterr().err.splitlines()
    fields = json.loads(line)
    assert datetime.fromisoformat(fields.pop("time")).tzinfo is not None
    assert "ValueError: no such advocate" in fields.pop("exception")
    assert fields == {
        "level": "ERROR",
        "logger": "bot.jobs",
        "trace": "ab12cd34ef56",
        "message": "Zoë’s\nnudge failed",
    }


def test_libraries_are_heard_from_warning_upwards_unless_debugging(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(SETTINGS)
    for name in CHATTY:
        logging.getLogger(name).info("chatter")
    assert capsys.readouterr().err == ""

    configure(SETTINGS.model_copy(update={"log_level": "DEBUG"}))
    logging.getLogger("slack_sdk.web.base_client").debug("chatter")
    assert "chatter" in capsys.readouterr().err


def test_configuring_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure(SETTINGS)
    configure(JSON)

    logging.getLogger("bot").info("once")

    assert capsys.readouterr().err.count("once") == 1


def test_an_error_nobody_caught_is_scrubbed_too_in_every_thread() -> None:
    program = """
import threading
from bot.logs import configure, log_strays
from bot.settings import Settings
configure(Settings(_env_file=None))
log_strays()
def fail():
    raise RuntimeError("cannot reach sarah@example.com")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.count("RuntimeError: cannot reach [e-mail]") == 2
    assert "sarah" not in ended.stderr.replace('"cannot reach sarah@example.com"', "")
