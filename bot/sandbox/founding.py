"""A fresh workspace: an empty database at the newest schema, a company in it, and its colleagues in a pretend Slack."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database
from bot.errors import BadInput
from bot.importers.importing import import_file
from bot.importers.sources import SOURCES
from bot.sandbox.company import colleagues, write_company
from bot.sandbox.company.people import COMPANY
from bot.sandbox.house import Roles
from bot.sandbox.records import Team
from bot.sandbox.workspace import Workspace
from bot.schema import migrate
from bot.services.program import Program
from models import Account

CELEBRATIONS = "C0CELEBRATE"
SALES_CHANNEL = "C0SALES"
PRODUCT_CHANNEL = "C0PRODUCT"


def roles() -> Roles:
    """Who is who among the sample company's colleagues, who are there whatever data is played with."""
    by_role: dict[str, tuple[str, ...]] = {}
    for one in colleagues():
        by_role[one.role] = (*by_role.get(one.role, ()), one.slack_id)
    return Roles(by_role["sales"], by_role["owner"], by_role["executive"], CELEBRATIONS, PRODUCT_CHANNEL)


def found(database_url: str, clock: Clock, data: Path | None = None) -> Workspace:
    """Fills a new database with the sample company as of today, or with the CSV files in `data`; gives its workspace.

    BadInput, in the importer's words, where a file is wrong: what was written by then is for the caller to remove.
    """
    db = Database(database_url)
    try:
        migrate(db)
        program = Program(db, clock)
        if data is not None:
            bring_in(program, data)
        else:
            with TemporaryDirectory() as folder:
                write_company(Path(folder), clock.now().date())
                bring_in(program, Path(folder))
        workspace = Workspace(Team(name=COMPANY) if data is None else None)
        _populate(workspace)
        hire_csms(program, workspace)
    finally:
        db.dispose()
    return workspace


def bring_in(program: Program, folder: Path) -> None:
    """Imports the files of a folder that are called after a kind of data; BadInput where there is none, or one is wrong."""
    files = {kind: folder / f"{kind}.csv" for kind in SOURCES}
    present = {kind: file for kind, file in files.items() if file.is_file()}
    if not present:
        wanted = ", ".join(file.name for file in files.values())
        raise BadInput(f"{folder}: there is nothing to import in this folder; it takes {wanted}")
    for kind, file in present.items():
        try:
            import_file(program, kind, file)
        except BadInput as error:
            raise BadInput(f"{file.name} cannot be imported:\n{error}") from error


def hire_csms(program: Program, workspace: Workspace) -> None:
    """Makes a person of every CSM whom the data names and the workspace lacks, so that what is meant for them arrives."""
    with program.reading() as session:
        named = session.scalars(select(Account.csm).distinct().order_by(Account.csm)).all()
    people = workspace.people()
    known = {person.id for person in people} | {person.email.lower() for person in people}
    for csm in named:
        if csm in known:
            continue
        name, _, domain = csm.partition("@")
        slack_id = workspace.new_id("U0CSM") if domain else csm
        workspace.add_person(
            slack_id,
            name.lower(),
            real_name=_spelt_out(name) if domain else csm,
            email=csm if domain else "",
            title="Customer Success Manager",
        )


def _populate(workspace: Workspace) -> None:
    for one in colleagues():
        workspace.add_person(
            one.slack_id,
            one.name,
            real_name=one.real_name,
            email=one.email,
            title=one.title,
            tz=one.tz,
            locale=one.locale,
            is_ultra_restricted=one.is_guest,
        )
    bot, members = workspace.app.user_id, [one for one in colleagues() if not one.is_guest]
    everyone = tuple(one.slack_id for one in members)
    sellers = tuple(one.slack_id for one in members if one.role in ("sales", "owner"))
    workspace.add_channel(CELEBRATIONS, "celebrations", members=(bot, *everyone))
    workspace.add_channel(PRODUCT_CHANNEL, "product", members=(bot, *everyone))
    workspace.add_channel(SALES_CHANNEL, "sales", members=(bot, *sellers))


def _spelt_out(account: str) -> str:
    """Ana Silva from ana.silva."""
    return " ".join(part.capitalize() for part in re.split(r"[._+-]+", account) if part)
