"""Opens a report in a headless Chromium, looks at it as its readers do, and keeps pictures of it.

    browser.py PAGE FOLDER

One line per check: `ok NAME`, or `FAILED NAME` and what was seen. The pictures lie in FOLDER.
"""

import base64
import json
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

SCRIPTS = pathlib.Path(__file__).parent / "looks.js"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
# Chromium draws no picture that is higher.
HIGHEST = 16000


class Page:
    def __init__(self, path):
        options = webdriver.ChromeOptions()
        # Its sandbox needs namespaces that a container does not give; the page is ours.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.address = path.resolve().as_uri()
        self.looks = SCRIPTS.read_text(encoding="utf-8")

    def ask(self, function, *arguments):
        return self.driver.execute_script(f"{self.looks}; return {function}(...arguments)", *arguments)

    def show(self, width, scheme):
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.get(self.address)

    def picture(self, file, width):
        height = min(self.driver.execute_script("return document.documentElement.scrollHeight"), HIGHEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        answer = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
        )
        file.write_bytes(base64.b64decode(answer["data"]))
        return file.stat().st_size

    def press(self, key):
        ActionChains(self.driver).send_keys(key).perform()

    def requests(self):
        """Every address that was asked for, but for the page itself and what lies in it."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        sent = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
        return sorted({url for url in sent if url.split("#")[0] != self.address and not url.startswith("data:")})

    def images(self):
        """The names of all pictures in the tree that a screen reader is given."""
        self.driver.execute_cdp_cmd("Accessibility.enable", {})
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        named = [node for node in nodes if not node["ignored"] and node["role"]["value"] in ("image", "img")]
        return [
            (node.get("name", {}).get("value", ""), node.get("description", {}).get("value", "")) for node in named
        ]


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
    page = Page(path)
    failed = False

    def check(name, problems):
        nonlocal failed
        problems = list(problems)
        failed = failed or bool(problems)
        print(f"{'FAILED' if problems else 'ok'} {name}")
        for problem in problems[:8]:
            print(f"    {problem}")

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
        errors = [entry["message"] for entry in page.driver.get_log("browser") if entry["level"] == "SEVERE"]
        check("no error on the console", errors)
        check("nothing is asked of the network", page.requests())
    finally:
        page.driver.quit()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
