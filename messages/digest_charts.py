"""The charts of the weekly digest; none where so little happened that the words say it all."""

from collections.abc import Iterator

from bot.digest_facts import Digest
from bot.rules.measures import FEW
from bot.rules.mix import REST, total
from messages import wording
from messages.charts import Chart, Series
from messages.render import plain


def charts(it: Digest) -> list[Chart]:
    """Two at most."""
    return [*_weeks(it), *_kinds(it)]


def _weeks(it: Digest) -> Iterator[Chart]:
    asked, done = sum(one.asked for one in it.weeks), sum(one.done for one in it.weeks)
    if asked + done < FEW:
        return
    said = plain("digest", it=it)
    yield Chart(
        "line",
        said["weeks_title"],
        tuple(said.get("week_of", day=wording.day(one.monday)[:-5]) for one in it.weeks),
        (
            Series(said["asked"], tuple(one.asked for one in it.weeks)),
            Series(said["helped"], tuple(one.done for one in it.weeks)),
        ),
        said.get("weeks_says", asked=asked, done=done, weeks=len(it.weeks)),
    )


def _kinds(it: Digest) -> Iterator[Chart]:
    done = [one for one in it.kinds if one.now]
    if total(done) < FEW or len(done) < 2:
        return
    said, most = plain("digest", it=it), done[0]
    yield Chart(
        "pie",
        said["kinds_title"],
        tuple(
            said["others"] if one.kind == REST else wording.sentence(wording.kind_name(one.kind))
            for one in done
        ),
        (Series(said["helped"], tuple(one.now for one in done)),),
        said.get("kinds_says", kind=wording.kind_name(most.kind), number=most.now, total=total(done)),
    )
