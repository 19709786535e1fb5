"""A headless Chromium, and what the tiers look at in it."""

import base64
import json
import pathlib
import shutil

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains

SCRIPTS = pathlib.Path(__file__).parent / "looks.js"
# Chromium draws no picture that is higher.
HIGHEST = 16000


class Page:
    def __init__(self, address):
        options = webdriver.ChromeOptions()
        # Its sandbox needs namespaces that a container does not give; the page is ours.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.address = address
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

    def errors(self):
        """What the page wrote on the console as an error since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


class Checks:
    """One line per check on standard output: `ok NAME`, or `FAILED NAME` and what was seen."""

    def __init__(self):
        self.failed = False

    def __call__(self, name, problems):
        problems = list(problems)
        self.failed = self.failed or bool(problems)
        print(f"{'FAILED' if problems else 'ok'} {name}")
        for problem in problems[:8]:
            print(f"    {problem}", flush=True)
