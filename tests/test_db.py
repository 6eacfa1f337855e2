"""Connections and sessions: what a reader may do, and what happens when the server goes away and comes back."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text

import bot.db
from bot.db import Database, plain
from bot.queries.people import ROLE_HOLDERS, role_holders
from models import RoleHolder
from tests.journeys.office import MONDAY, SAM


@pytest.fixture
def statements(postgresql_db: Database) -> Iterator[list[str]]:
    """What is sent to the server beside what was asked for: the tries of a connection go past SQLAlchemy's own events."""
    sent: list[str] = []
    ping = postgresql_db.engine.dialect.do_ping

    def noted(connection: object) -> bool:
        sent.append("ping")
        return ping(connection)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql_db.engine.dialect, "do_ping", noted)
        yield sent


def owner() -> RoleHolder:
    return RoleHolder(slack_id=SAM, role="owner", added_by=SAM, added_at=MONDAY)


def test_a_reader_may_not_write(db: Database) -> None:
    with pytest.raises(TypeError, match="a session that reads"), db.reading() as session:
        session.add(owner())
        session.flush()
    with db.reading() as session:
        assert role_holders(session, "owner") == frozenset()


def test_plain_rows_count_what_the_transaction_has_changed_so_far(db: Database) -> None:
    with db.changing() as session:
        session.add(owner())
        assert plain(session, ROLE_HOLDERS, {"role": "owner"}).scalars().all() == [SAM]


def test_a_reader_on_postgresql_opens_no_transaction(postgresql_db: Database) -> None:
    with postgresql_db.reading() as session:
        role_holders(session, "owner")
        driver = session.connection().connection.driver_connection
        assert driver is not None
        assert driver.info.transaction_status.name == "IDLE"


def test_what_is_streamed_is_of_one_moment(db: Database) -> None:
    with db.streaming() as session:
        assert role_holders(session, "owner") == frozenset()
        with db.changing() as other:
            other.add(owner())
        assert role_holders(session, "owner") == frozenset()
    with db.reading() as session:
        assert role_holders(session, "owner") == {SAM}


def test_a_writer_after_a_reader_has_its_transaction(postgresql_db: Database) -> None:
    with postgresql_db.reading() as session:
        role_holders(session, "owner")
    with pytest.raises(ZeroDivisionError), postgresql_db.changing() as session:
        session.add(owner())
        session.flush()
        raise ZeroDivisionError
    with postgresql_db.reading() as session:
        assert role_holders(session, "owner") == frozenset()


def test_a_connection_in_use_is_not_tried_by_asking_the_server(
    postgresql_db: Database, statements: list[str]
) -> None:
    for _ in range(3):
        with postgresql_db.reading() as session:
            role_holders(session, "owner")
    assert statements == []


def test_a_connection_left_alone_for_long_is_tried_before_use(
    postgresql_db: Database, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_db.reading() as session:
        role_holders(session, "owner")
    later = time.monotonic() + bot.db.IDLE_SECONDS + 1
    monkeypatch.setattr("bot.db.time.monotonic", lambda: later)
    with postgresql_db.reading() as session:
        role_holders(session, "owner")
    assert statements == ["ping"]


def test_nobody_meets_a_connection_that_the_server_has_closed(postgresql_db: Database) -> None:
    three_read_at_once(postgresql_db)
    with postgresql_db.engine.connect() as connection:
        ended = connection.scalars(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ).all()
    assert len(ended) >= 2
    three_read_at_once(postgresql_db)


def three_read_at_once(db: Database) -> None:
    """Each with a connection of its own."""
    with ExitStack() as three:
        for _ in range(3):
            assert role_holders(three.enter_context(db.reading()), "owner") == frozenset()
