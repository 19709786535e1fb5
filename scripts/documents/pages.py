"""The pages that quote figures: docs/source/NAME.md.j2, rendered to docs/NAME.md."""

import re

import jinja2

import formats
import kept
import readme
import watching

SOURCE = kept.ROOT / "docs/source"
MARK = "<!-- Written by scripts/documents.sh from "
NOTICE = MARK + "docs/source/{name} and docs/results: change those. -->\n\n"


def linked(page):
    """Charts lead to themselves, so that they can be enlarged."""
    return re.sub(r"^(!\[[^]]*\])\((pictures/charts/[^)]*)\)$", r"[\1(\2)](\2)", page, flags=re.M)


def details(title, *queries):
    """Queries that a reader may unfold."""
    text = "\n".join(dict.fromkeys(queries))
    return f"<details><summary>{title}</summary>\n\n```promql\n{text}\n```\n\n</details>"


def again(study):
    """How a study is run again, and what it was asked by."""
    asked = {
        name: figure["variants"]["baseline"]["promQL"]
        for phase in study.phases.values()
        for name, figure in phase["figures"].items()
    }
    title = "PromQL, of the first column: variants take the modes' places"
    return f"Again: `./scripts/studies.sh {study.name}`\n\n" + details(title, *asked.values())


def environment():
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SOURCE),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.globals |= {
        "seed": kept.run("seed"),
        "quick": kept.run("quick"),
        "modes": kept.MODES,
        "study": kept.study,
        "benchmark": kept.benchmark,
        "simulation": kept.simulation,
        "agreement": kept.agreement,
        "watching": watching.watching,
        "scoreboard": readme.table,
        "again": again,
        "details": details,
    }
    made.filters |= {
        "percent": formats.percent,
        "change": formats.change,
        "seconds": formats.seconds,
        "count": formats.count,
        "times": formats.times,
        "significant": formats.significant,
        "nanoseconds": formats.nanoseconds,
        "beside": formats.beside,
        "decimal": watching.decimal,
        "binary": watching.binary,
    }
    return made


def rendered():
    """Path and text of every page."""
    made = environment()
    sources = sorted(SOURCE.glob("*.md.j2"))
    if not sources:
        raise kept.Damaged(f"there are no pages in {SOURCE.relative_to(kept.ROOT)}")
    for path in sources:
        with kept.at_work_on(f"docs/source/{path.name}"):
            text = made.get_template(path.name).render()
        yield kept.ROOT / "docs" / path.name.removesuffix(".j2"), NOTICE.format(name=path.name) + linked(text)
