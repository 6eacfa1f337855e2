"""The card as it comes out of a printer, to be looked at."""

from dataclasses import replace
from pathlib import Path

import pypdfium2

from messages.cards import pdf
from messages.thank_yous import draft_thanks
from tests.messages.test_thank_yous import known


def test_the_card_can_be_looked_at(pictures: Path) -> None:
    call = known(prospect="Contoso", helped="how openly you spoke about the two weeks when nothing worked")
    call = replace(call, before=0, number=0, requester=None)
    with pypdfium2.PdfDocument(pdf(call, draft_thanks(call) or "")) as printed:
        assert len(printed) == 1
        image = printed[0].render(scale=2).to_pil()
    assert image.width > image.height
    assert len(image.convert("L").getcolors(10_000)) > 20  # there is ink on it
    image.save(pictures / "thank-you-card.png", optimize=True)
