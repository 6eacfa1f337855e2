"""When two requests are for the same thing."""

import pytest

from bot.rules.twins import twin_field


@pytest.mark.parametrize(
    ("mine", "other", "same_requester", "field"),
    [
        (("A", "Contoso GmbH"), ("B", "contoso"), False, "prospect"),
        (("A", "Contoso"), ("A", "Fabrikam"), True, None),
        (("Big Deal", None), ("big-deal", None), False, "deal_name"),
        (("Big deal", "Contoso"), ("Big deal", None), True, "deal_name"),
        (("Big deal", "Contoso"), ("Big deal", None), False, None),
        (("Big deal", None), ("Big deal", "Contoso"), False, None),
        (("One", None), ("Two", None), True, None),
        (("!!", None), ("!!", None), False, "deal_name"),
        (("!!", None), ("??", None), False, None),
        ((" ", None), (" ", None), True, None),
    ],
)
def test_the_field_that_says_so(
    mine: tuple[str, str | None], other: tuple[str, str | None], same_requester: bool, field: str | None
) -> None:
    assert twin_field(*mine, *other, same_requester=same_requester) == field
