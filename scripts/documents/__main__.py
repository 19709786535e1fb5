"""Writes what in the documents comes from docs/results, or says what differs. Called by scripts/documents.sh."""

import sys

import charts
import kept
import pages
import readme


def contents():
    """Path and text of everything that is made."""
    path = kept.ROOT / "README.md"
    with kept.at_work_on("README.md"):
        text = readme.written(path.read_text())
    yield path, text
    yield from pages.rendered()
    yield from charts.drawn()


def remains(made):
    """What was made once and is not any more."""
    yield from (path for path in charts.FOLDER.glob("*.svg") if path not in made)
    for path in (kept.ROOT / "docs").glob("*.md"):
        if path not in made and path.read_text().startswith(pages.MARK):
            yield path


def main():
    # All of it before any of it is written.
    made = dict(contents())
    differing = [path for path, text in made.items() if not path.exists() or path.read_text() != text]
    left = list(remains(made))
    if sys.argv[1:] == ["write"]:
        for path in differing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path])
        for path in left:
            path.unlink()
        return
    for path in differing:
        print(f"{path.relative_to(kept.ROOT)} is not what docs/results gives: ./scripts/documents.sh write")
    for path in left:
        print(f"{path.relative_to(kept.ROOT)} has no source any more: ./scripts/documents.sh write")
    sys.exit(1 if differing or left else 0)


try:
    main()
except (kept.Damaged, OSError) as error:
    sys.exit(f"documents: {error}")
