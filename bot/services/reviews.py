"""How it was drawn who is asked for a review, kept so that anybody can look it up later."""

from sqlalchemy.orm import Session

from bot.rules.reviews import LEAST_ASKED_THEN_LOT
from bot.services.matching import Ranked
from bot.services.program import Program, record
from models import ReferenceRequest


def record_draw(
    program: Program,
    session: Session,
    request: ReferenceRequest,
    ranked: Ranked | None,
    chosen: str | None = None,
) -> None:
    """Keeps the rule, the seed and everyone left out, each with the codes why. Nothing where nothing was drawn.

    `chosen` is the person whom the requester named themselves: they come first without having been drawn.
    """
    if ranked is None or ranked.seed is None:
        return
    record(
        session,
        at=program.now(),
        actor="bot",
        action="review_drawn",
        subject=("request", request.id),
        request_id=request.id,
        rule=LEAST_ASKED_THEN_LOT,
        seed=ranked.seed,
        could_be_asked=len(ranked.eligible),
        left_out=ranked.left_out(),
        chosen=chosen,
    )
