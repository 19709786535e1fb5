"""Writes what in the documents comes from docs/results, or says what differs. Called by scripts/documents.sh."""

import sys

import charts
import kept
import pages
import readme


def contents():
    """Path and text of everything that is made."""
    path = kept.ROOT / "README.md"
    yield path, readme.written(path.read_text())
    yield from pages.rendered()
    yield from charts.drawn()


def main():
    write = sys.argv[1:] == ["write"]
    differing = []
    made = set()
    try:
        for path, text in contents():
            made.add(path)
            if path.exists() and path.read_text() == text:
                continue
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            else:
                differing.append(path)
    except (kept.Unknown, FileNotFoundError) as error:
        sys.exit(f"documents: {error}")
    for path in charts.FOLDER.glob("*.svg"):
        if path not in made:
            if write:
                path.unlink()
            else:
                differing.append(path)
    for path in differing:
        print(f"{path.relative_to(kept.ROOT)} is not what docs/results gives: ./scripts/documents.sh write")
    sys.exit(1 if differing else 0)


main()
