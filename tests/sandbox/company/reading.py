"""The written files as rows."""

import csv
from pathlib import Path


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, strict=True))
