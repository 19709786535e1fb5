"""Opens a report in a headless Chromium, looks at it as its readers do, and keeps pictures of it.

    browser.py PAGE FOLDER

One line per check: `ok NAME`, or `FAILED NAME` and what was seen. The pictures lie in FOLDER.
"""

import pathlib
import sys

from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "browser"))
from chromium import Checks, Page

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")


def walk(page):
    """Goes through the whole page by Tab and yields what is wrong."""
    page.show(1280, "light")
    expected = page.ask("focusable")
    page.press(Keys.TAB)
    if page.ask("focused")["text"] != "Skip to the results":
        yield f"the first stop is no skip link: {page.ask('focused')}"
    page.press(Keys.ENTER)
    if page.driver.execute_script("return document.activeElement.id") != "main":
        yield "the skip link does not lead to the results"
    page.show(1280, "light")
    reached, hidden = set(), []
    for _ in range(expected):
        page.press(Keys.TAB)
        stop = page.ask("focused")
        reached.add(stop["number"])
        if not stop["visible"]:
            hidden.append(stop["text"])
    if len(reached) != expected:
        yield f"Tab reaches {len(reached)} of {expected} elements"
    if hidden:
        yield f"no visible focus: {hidden[:5]}"


def opens(page):
    """Opens details by Enter, as one who has no mouse."""
    page.show(360, "light")
    page.driver.execute_script("document.querySelector('details summary').focus()")
    page.press(Keys.ENTER)
    if not page.driver.execute_script("return document.querySelector('details').open"):
        yield "Enter does not open details"
    page.driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    yield from page.ask("overflow")


def main():
    path, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    page = Page(path.resolve().as_uri())
    check = Checks()
    try:
        for scheme in SCHEMES:
            for width in WIDTHS:
                page.show(width, scheme)
                name = f"{width} px, {scheme}"
                check(f"{name}: nothing is wider than the page", page.ask("overflow"))
                check(f"{name}: every chart is drawn, and no label is cut off", page.ask("charts"))
                check(f"{name}: text stands out from its ground", page.ask("contrast"))
                size = page.picture(folder / f"{path.stem}-{width}-{scheme}.png", width)
                check(f"{name}: a picture was taken", [] if size > 20_000 else [f"{size} bytes"])
        images = page.images()
        count = page.driver.execute_script("return document.querySelectorAll('svg[role=img]').length")
        missing = [image for image in images if not all(image)]
        check("every chart has a text alternative", missing + ([] if len(images) == count > 0 else [f"{len(images)}/{count}"]))
        check("the keyboard reaches everything", walk(page))
        check("the keyboard opens details, and nothing in them is wider than the page", opens(page))
        check("no error on the console", page.errors())
        check("nothing is asked of the network", page.requests())
    finally:
        page.driver.quit()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
