"""What messages about incentives are told: plain values that queries fill and messages word."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.facts import AdvocateCard, Colleague, Contact


@dataclass(frozen=True)
class GuardFinding:
    """One finding of the guard in plain words. `better` is what to do instead, where there is something."""

    rule: str
    verdict: str
    why: str
    source: str
    on: date
    better: str | None


@dataclass(frozen=True)
class OrderFacts:
    """An order with whoever fulfils gifts."""

    state: str
    """waiting, placed, parked or dropped."""
    provider: str | None
    reference: str | None
    placed_at: datetime | None
    tries: int
    last_error: str | None


@dataclass(frozen=True)
class IncentiveStory:
    """One incentive with everyone around it. `findings` are the guard's last ones, as they were told."""

    id: str
    state: str
    kind: str
    proposed_kind: str
    amount: float
    currency: str
    for_activity: str | None
    done_on: date | None
    """When the activity took place, where it has."""
    reason: str | None
    campaign: str | None
    advocate: AdvocateCard
    contact: Contact
    csm: Colleague
    proposer: Colleague
    proposed_at: datetime
    findings: tuple[GuardFinding, ...]
    held_for: tuple[str, ...]
    decided_by: Colleague | None
    decided_at: datetime | None
    decision_reason: str | None
    choice: str | None
    wish: str | None
    charity: str | None
    """The charity known of the advocate."""
    order: OrderFacts | None
    delivered_on: date | None

    @property
    def obstacles(self) -> tuple[GuardFinding, ...]:
        """The findings that stand in the way."""
        return tuple(one for one in self.findings if one.verdict != "pass")


@dataclass(frozen=True)
class GiftOrderFacts:
    """What whoever fulfils gifts needs to know. No postal address: whoever sends it asks the recipient."""

    id: str
    """Also the idempotency key: the same id is the same order, however often it arrives."""
    ordered_at: datetime
    kind: str
    amount: float
    currency: str
    recipient: str
    email: str
    company: str
    country: str | None
    wish: str | None
    """What they would rather have, or the charity it goes to."""
    disclosure: str
    """The sentence with which the recipient names it: it belongs into the parcel."""
    contact: str
    """The colleague to ask: their e-mail address or Slack id."""
