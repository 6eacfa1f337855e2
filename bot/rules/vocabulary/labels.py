"""How a canonical name is shown to a person. Every label reads back to its name."""

from __future__ import annotations

from bot.rules.vocabulary.criteria import Field

_LABELS: dict[tuple[Field, str], str] = {
    (Field.SEGMENT, "smb"): "SMB",
    (Field.SEGMENT, "mid_market"): "Mid-market",
    (Field.SEGMENT, "enterprise"): "Enterprise",
    (Field.REGION, "emea"): "EMEA",
    (Field.REGION, "amer"): "AMER",
    (Field.REGION, "apac"): "APAC",
    (Field.REGION, "latam"): "LATAM",
    (Field.PLATFORM, "g2"): "G2",
    (Field.PLATFORM, "trustradius"): "TrustRadius",
    (Field.PLATFORM, "gartner"): "Gartner Peer Insights",
    (Field.PLATFORM, "capterra"): "Capterra",
    (Field.PLATFORM, "trustpilot"): "Trustpilot",
    (Field.PLATFORM, "google"): "Google",
    (Field.PLATFORM, "wordpress"): "WordPress.org",
}


def label(field: Field, name: str) -> str:
    """`name` as a person reads it: "Enterprise", "EMEA", "reference call", "5,000 people or more"."""
    if field is Field.SIZE:
        return _size(name)
    return _LABELS.get((field, name)) or (name.replace("_", " ") if field is Field.KIND else name)


def _size(name: str) -> str:
    def grouped(digits: str) -> str:
        return f"{int(digits):,}"

    if name.endswith("+"):
        return f"{grouped(name[:-1])} people or more"
    if name.startswith("up to "):
        return f"up to {grouped(name.removeprefix('up to '))} people"
    least, most = name.split("-")
    return f"{grouped(least)} to {grouped(most)} people"
