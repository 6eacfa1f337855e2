"""Opening the sandbox workspace: what was kept, or a fresh one, running, with its page, until it is closed."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.db import Database
from bot.errors import BadSetting
from bot.http import CannotListen
from bot.sandbox.curtain import Curtain
from bot.sandbox.founding import bring_in, found, hire_csms, roles
from bot.sandbox.house import House, open_house
from bot.sandbox.keeping import Home, Keeper
from bot.sandbox.manifest import commands, shortcuts
from bot.sandbox.page.app import end_streams, page
from bot.sandbox.travel import ShiftedClock
from bot.sandbox.workspace import Workspace
from bot.schema import current_revision, migrate, newest_revision
from bot.services.program import Program


@contextmanager
def open_sandbox(home: Home, port: int, data: Path | None = None) -> Iterator[House]:
    """Runs the workspace of `home` inside the block, on `port`; a new one where there is none, made of `data` where given.

    ProgramError in words for the terminal: BadInput where a file is wrong, AlreadyOpen, BadSetting for a taken port.
    """
    with ExitStack() as closing:
        closing.enter_context(home.taken())
        workspace, clock = _kept(home, data) if home.is_founded else _founded(home, data)
        keeper = Keeper(home, workspace, clock)
        keeper.start()
        closing.callback(keeper.stop)
        try:
            house = closing.enter_context(open_house(home.database_url, workspace, roles(), clock, port=port))
        except CannotListen as error:
            raise _no_port(error, port) from error
        curtain = Curtain(house.wired.program, workspace)
        app = page(workspace, house.driver, house.travel, curtain, commands(), shortcuts())
        house.door.others = app
        closing.callback(end_streams, app)
        house.wired.scheduler.start()
        closing.callback(house.wired.scheduler.stop)
        yield house


def _founded(home: Home, data: Path | None) -> tuple[Workspace, ShiftedClock]:
    home.forget()  # what a start left that was ended halfway
    clock = ShiftedClock()
    try:
        return found(home.database_url, clock, data), clock
    except BaseException:
        home.forget()
        raise


def _kept(home: Home, data: Path | None) -> tuple[Workspace, ShiftedClock]:
    """What was saved, at today's schema, with what has changed in the files since."""
    workspace, clock = home.load()
    db = Database(home.database_url)
    try:
        if current_revision(db) != newest_revision():
            migrate(db)
        if data is not None:
            program = Program(db, clock)
            bring_in(program, data)
            hire_csms(program, workspace)
    finally:
        db.dispose()
    return workspace, clock


def _no_port(error: CannotListen, port: int) -> BadSetting:
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
        return BadSetting(
            f"port {port} is taken: stop what listens there, or choose another one with --port {port + 1}"
        )
    return BadSetting(str(error))
