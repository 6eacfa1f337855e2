"""When Python's garbage collector comes by: an answer, and a start, make many small things that are gone right after, or stay for
good. With Python's own 700 it walks through all that is loaded a hundred times a second: a broad search takes a quarter longer,
a start a tenth."""

import gc

COLLECT_AFTER = (50_000, 20, 100)


def collect_seldom() -> None:
    """From now on."""
    gc.set_threshold(*COLLECT_AFTER)


def keep_what_is_loaded() -> None:
    """What is loaded by now stays for good: the collector need not walk through it, not even once."""
    gc.freeze()
