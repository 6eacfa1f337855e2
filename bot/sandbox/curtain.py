"""Behind the curtain: the outbox and the audit trail, as the page shows them to whoever wants to see how it works."""

from sqlalchemy import ColumnElement, and_, or_, select

from bot.queries.history import history_of_request
from bot.rules.lifecycle import LIVE_REQUEST
from bot.sandbox.records import Json
from bot.sandbox.workspace import Workspace
from bot.services.program import Program
from messages.history import happened
from models import Account, Advocate, Ask, ReferenceRequest, Slot

SLOTS = 40


class Curtain:
    """Reads the program's own books; changes nothing."""

    def __init__(self, program: Program, workspace: Workspace) -> None:
        self._program = program
        self._workspace = workspace

    def slots(self) -> list[Json]:
        """The outbox, newest first: subject, audience, wanted, sent, due, tries, parked, error."""
        with self._program.reading() as session:
            newest = session.scalars(select(Slot).order_by(Slot.due_at.desc(), Slot.id.desc()).limit(SLOTS))
            return [
                {
                    "subject": f"{slot.subject_kind} {slot.subject_id}",
                    "audience": f"{self._name(slot.conversation)} ({slot.audience})",
                    "wanted": slot.wanted_version,
                    "sent": slot.sent_version,
                    "due": slot.due_at.isoformat(),
                    "tries": slot.tries,
                    "parked": slot.parked_reason or "",
                    "error": slot.last_error or "",
                }
                for slot in newest
            ]

    def history(self, request_id: str) -> list[Json]:
        """The audit trail of a request, oldest first: at, actor, what, in the words of the program's own history."""
        with self._program.reading() as session:
            trail = history_of_request(session, request_id)
        return [
            {"at": line.at.isoformat(), "actor": self._name(line.actor), "what": happened(line)}
            for line in trail
        ]

    def open_request(self, user_id: str) -> str | None:
        """The request this person asked for or decides on: one that is open where there is any, the newest of those."""
        with self._program.reading() as session:
            found: str | None = session.scalar(
                select(ReferenceRequest.id)
                .outerjoin(Ask, Ask.request_id == ReferenceRequest.id)
                .outerjoin(Advocate, Advocate.id == Ask.advocate_id)
                .outerjoin(Account, Account.id == Advocate.account_id)
                .where(self._is_theirs(user_id))
                .order_by(
                    ReferenceRequest.state.in_(sorted(LIVE_REQUEST)).desc(),
                    ReferenceRequest.filed_at.desc(),
                    ReferenceRequest.id.desc(),
                )
                .limit(1)
            )
        return found

    def _is_theirs(self, user_id: str) -> ColumnElement[bool]:
        if user_id in self._program.owners:
            return ReferenceRequest.id.is_not(None)
        email = self._workspace.person(user_id).email.lower()
        as_csm = or_(Account.csm == user_id, and_(Account.csm == email, Account.csm != ""))
        return or_(ReferenceRequest.requester == user_id, as_csm)

    def _name(self, who: str) -> str:
        """A person's name by Slack id or e-mail address; a job or a channel as it is."""
        for person in self._workspace.people():
            if who in (person.id, person.email):
                return person.real_name
        return who
