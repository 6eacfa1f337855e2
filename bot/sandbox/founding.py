"""A fresh workspace: an empty database at the newest schema, a company in it, and its colleagues in a pretend Slack."""

import re
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.clock import Clock
from bot.db import Database
from bot.errors import BadInput
from bot.importers.importing import import_file
from bot.importers.sources import SOURCES
from bot.sandbox.house import Roles
from bot.sandbox.workspace import Workspace
from bot.schema import migrate
from bot.services.program import Program
from models import Account

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ROLES = Roles(
    sales=("U0TOM", "U0SUE"),
    owners=("U0OLU",),
    executives=("U0EVA", "U0IAN"),
    celebration_channel="C0CELEBRATE",
)


def write_company(folder: Path, today: date) -> None:
    for kind in SOURCES:
        shutil.copy(EXAMPLES / f"{kind}.csv", folder)


def populate(workspace: Workspace) -> None:
    add = workspace.add_person
    add(
        "U0TOM",
        "tom.becker",
        real_name="Tom Becker",
        email="tom.becker@acme.example",
        title="Account executive",
    )
    add(
        "U0SUE",
        "sue.kwon",
        real_name="Sue Kwon",
        email="sue.kwon@acme.example",
        tz="America/New_York",
        title="Account executive",
    )
    add(
        "U0ANA",
        "ana.silva",
        real_name="Ana Silva",
        email="ana.silva@acme.example",
        tz="Europe/Lisbon",
        title="Customer success",
    )
    add(
        "U0RAVI",
        "ravi.patel",
        real_name="Ravi Patel",
        email="ravi.patel@acme.example",
        tz="Asia/Kolkata",
        title="Customer success",
    )
    add(
        "U0MAI",
        "mai.tran",
        real_name="Mai Tran",
        email="mai.tran@acme.example",
        tz="Asia/Ho_Chi_Minh",
        title="Customer success",
    )
    add(
        "U03KT7MNP",
        "lou.hart",
        real_name="Lou Hart",
        email="lou.hart@acme.example",
        tz="America/Chicago",
        title="Customer success",
    )
    add("U0OLU", "olu.ade", real_name="Olu Ade", email="olu.ade@acme.example", title="Program owner")
    add("U0EVA", "eva.lind", real_name="Eva Lind", email="eva.lind@acme.example", title="CEO")
    add("U0IAN", "ian.moss", real_name="Ian Moss", email="ian.moss@acme.example", title="CRO")
    add("U0GUS", "gus.guest", real_name="Gus Frey", is_restricted=True, title="Guest")
    everyone = tuple(person.id for person in workspace.people() if not person.is_restricted)
    workspace.add_channel(ROLES.celebration_channel, "celebrations", members=everyone)
    workspace.add_channel("C0SALES", "sales", members=(workspace.app.user_id, "U0TOM", "U0SUE"))


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
        workspace = Workspace()
        populate(workspace)
        hire_unknown_csms(program, workspace)
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
        import_file(program, kind, file)


def hire_unknown_csms(program: Program, workspace: Workspace) -> None:
    """Makes a person of every CSM whom the data names and the workspace lacks, so that what is meant for them arrives."""
    with program.reading() as session:
        named = session.scalars(select(Account.csm).distinct().order_by(Account.csm)).all()
    known = {person.id for person in workspace.people()} | {
        person.email.lower() for person in workspace.people() if person.email
    }
    for csm in named:
        if csm in known:
            continue
        if "@" in csm:
            account = csm.partition("@")[0]
            workspace.add_person(
                workspace.new_id("U0CSM"),
                account,
                real_name=_name(account),
                email=csm,
                title="Customer success",
            )
        else:
            workspace.add_person(csm, csm.lower(), real_name=csm, title="Customer success")


def _name(account: str) -> str:
    """Ana Silva from ana.silva."""
    return " ".join(part.capitalize() for part in re.split(r"[._+-]+", account) if part)
