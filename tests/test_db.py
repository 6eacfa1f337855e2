"""The connections to a server: one that died while nobody used it is noticed, and nobody waits for that otherwise."""

import pytest
from sqlalchemy import text

from bot.db import Database

PID = text("SELECT pg_backend_pid()")


def test_a_connection_that_was_cut_while_it_lay_idle_is_replaced_unnoticed(
    postgresql_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.IDLE_SECONDS", 0.0)
    with postgresql_db.reading() as session:
        cut = session.scalar(PID)
    with postgresql_db.engine.connect() as kept, postgresql_db.engine.connect() as other:
        assert kept.scalar(PID) == cut
        other.execute(text("SELECT 1"))
        kept.rollback()
        kept.close()
        assert other.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": cut})
    with postgresql_db.reading() as session:
        assert session.scalar(PID) != cut


def test_a_connection_in_use_is_not_asked_each_time_whether_it_lives(
    postgresql_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgresql_db.reading() as session:
        session.execute(PID)

    def ask(*_: object) -> bool:
        raise AssertionError("asked although it was used a moment ago")

    monkeypatch.setattr(postgresql_db.engine.dialect, "do_ping", ask)
    with postgresql_db.reading() as session:
        assert session.scalar(PID)
