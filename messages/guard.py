"""What the incentive guard says, in words: each finding with its reason, its source and its day, and what would be better."""

from bot.incentive_facts import GuardFinding
from bot.rules.compliance import Finding, Ruling
from messages.render import plain


def told(ruling: Ruling, kind: str) -> list[GuardFinding]:
    """All findings on an incentive of `kind`, strictest first."""
    return [tell(finding, kind) for finding in ruling.findings]


def tell(finding: Finding, kind: str) -> GuardFinding:
    """One finding on an incentive of `kind`."""
    said = plain("guard", f=finding.facts, disclosure=disclosure(kind))
    better = f"better_{finding.rule}"
    has_better = better in said
    return GuardFinding(
        finding.rule,
        finding.verdict,
        said[finding.rule],
        finding.source,
        finding.on,
        said[better] if has_better else None,
    )


def disclosure(kind: str) -> str:
    """The sentence with which a recipient names what they were given."""
    return plain("guard")[f"disclose_{kind}"]


def incentive_name(kind: str) -> str:
    """gift card, small gift, product credit …"""
    return plain("guard")[f"incentive_{kind}"]


def offered(kind: str) -> str:
    """How it is named to whom it is offered: a gift card, a donation to a charity of your choice."""
    return plain("guard")[f"offered_{kind}"]


def verdict_words(verdict: str) -> str:
    """What a verdict means: Nothing stands against it."""
    return plain("guard")[verdict]


def checks() -> str:
    """Which checks there are."""
    return plain("guard")["checked"]


def general_thanks() -> str:
    """What stands in the place of an activity where there is none."""
    return plain("guard")["any_thanks"]
