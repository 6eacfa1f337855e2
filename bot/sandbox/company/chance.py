"""Chance that falls the same way every time."""

from random import Random


def chance(*of: object) -> Random:
    """Numbers that depend on nothing but what they are for, so that one more person changes nobody else."""
    return Random(" ".join(map(str, of)))  # noqa: S311, believable and not secret
