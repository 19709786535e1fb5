"""Uses the live page as a demonstrator does, in a headless Chromium, until the lab under it ends.

    browser.py ADDRESS PROMETHEUS_PORT LAB_PID RUN_FOLDER PICTURES

One line per check: `ok NAME`, or `FAILED NAME` and what was seen. The last check ends the lab by SIGINT.
"""

import json
import os
import pathlib
import re
import signal
import socket
import sys
import time
import urllib.parse
import urllib.request

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "browser"))
from chromium import Checks, Page

MODES = ("baseline", "retry", "breaker", "full")
ALL_KNOBS = "#all"
# More points than an area has that shows forty seconds.
LONG = 80


class LivePage(Page):
    """The page, and what its users look at."""

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.driver.execute_script("return document.querySelector(arguments[0]).textContent", selector)

    def fresh(self, mode):
        """The share of fresh answers on the mode's tile, in per cent; None where it says there is none."""
        text = self.text(f"section[aria-label={mode}] .share")
        return int(text.split()[0]) if text[0].isdigit() else None

    def points(self, mode, chart="answers"):
        """How many points the mode's chart has: an area has two a second."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])]"
            ".reduce((sum, path) => Math.max(sum, path.getAttribute('d').split('L').length), 0)",
            f"svg[aria-labelledby={chart}-{mode}-t] path:not(.axis):not(.grid)",
        )

    def drawing(self, mode, chart):
        return self.driver.execute_script(
            "return document.querySelector(arguments[0]).innerHTML", f"svg[aria-labelledby={chart}-{mode}-t]"
        )

    def click(self, selector, title=None):
        for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
            if title is None or element.text == title:
                self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
                return element.click()
        raise LookupError(f"no {selector} {title or ''}")

    def choose(self, selector, value):
        select = self.find(selector)
        self.driver.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))", select, value
        )

    def slide(self, selector, presses, key=Keys.ARROW_RIGHT):
        """Moves a slider by the keyboard."""
        slider = self.find(selector)
        self.driver.execute_script("arguments[0].focus()", slider)
        for _ in range(presses):
            self.press(key)


def until(seconds, seen):
    """Asks `seen` until it returns nothing wrong: a list of what is wrong. Gives what was wrong in the end."""
    end = time.monotonic() + seconds
    while True:
        wrong = seen()
        if not wrong or time.monotonic() > end:
            return wrong
        time.sleep(0.1)


def expect(seconds, what, condition):
    """What is wrong if the condition does not hold within the time."""
    return until(seconds, lambda: [] if condition() else [what()])


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


class Tour:
    def __init__(self, address, prometheus, lab, run, pictures):
        self.address, self.prometheus, self.lab = address, prometheus, lab
        self.run, self.pictures = pathlib.Path(run), pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page = LivePage(address)
        self.check = Checks()

    def faults(self, backend):
        status = get(f"{self.address}lab.json")["backends"]
        port = next(one["address"] for one in status if one["name"] == backend).split(":")[1]
        return get(f"http://127.0.0.1:{int(port) + 1}/faults")

    def all(self):
        page, check = self.page, self.check
        page.show(1280, "light")
        check("it is live", expect(10, lambda: page.text("#connection"), lambda: "live" in page.text("#connection")))
        check("every mode has fresh answers", self.healthy(30))
        self.moves()
        self.shows_what_promql_shows()
        self.slides()
        self.pictures_of()
        self.reload_loses_nothing()
        self.keyboard()
        self.two_pages()
        self.kill_opens_breaker()
        self.markup_is_text()
        self.filters()
        self.prometheus_is_killed()
        check("no error on the console", page.errors())
        self.experiment()
        check("nothing was asked of any other host", self.strangers())
        # The refused one is an answer with status 409, which Chromium notes.
        check("no other error on the console", [error for error in page.errors() if "/experiment/start" not in error])
        self.lab_ends()
        return 1 if check.failed else 0

    def healthy(self, seconds):
        page = self.page
        return expect(seconds, lambda: {mode: page.fresh(mode) for mode in MODES}, lambda: all((page.fresh(mode) or 0) >= 98 for mode in MODES))

    def moves(self):
        before = {(mode, chart): self.page.drawing(mode, chart) for mode in MODES for chart in ("answers", "latency")}
        still = lambda: [f"{mode}: {chart} stands still" for (mode, chart), old in before.items() if self.page.drawing(mode, chart) == old]
        self.check("charts move under load", until(6, still))

    def shows_what_promql_shows(self):
        """Each query of the page, as it is written there, asked of Prometheus itself."""
        wrong = []
        promqls = self.page.driver.execute_script("return [...document.querySelectorAll('#charts dd code')].map((c) => c.textContent)")
        links = self.page.driver.execute_script("return [...document.querySelectorAll('#charts dd a')].map((a) => a.href)")
        for promql, link in zip(promqls, links):
            if urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["g0.expr"] != [promql]:
                wrong.append(f"{link} does not open {promql}")
            answer = get(f"http://127.0.0.1:{self.prometheus}/api/v1/query?query={urllib.parse.quote(promql)}")
            if not answer["data"]["result"]:
                wrong.append(f"no data: {promql}")
        with urllib.request.urlopen(links[0], timeout=10) as opened:
            if opened.status != 200:
                wrong.append(f"{links[0]}: {opened.status}")
        self.check("every chart has its PromQL, and a link that opens it in Prometheus", wrong if len(promqls) > 10 else ["few queries"])

    def slides(self):
        page, check = self.page, self.check
        page.slide(f"{ALL_KNOBS} input", 12)
        begin = time.monotonic()
        check("a slider changes every backend's error rate", expect(5, lambda: self.faults("backend-full-2"), lambda: all(
            self.faults(f"backend-{mode}-{number}")["failure_rate"] == 0.6 for mode in MODES for number in (1, 2))))
        wrong = expect(10, lambda: [page.fresh(mode) for mode in MODES], lambda: 25 <= (page.fresh("baseline") or 0) <= 55
                       and (page.fresh("breaker") or 0) < 30 and (page.fresh("full") or 0) > 70)
        check("the curves diverge within seconds", wrong)
        print(f"    after {time.monotonic() - begin:.1f} s: {', '.join(f'{mode} {page.fresh(mode)} %' for mode in MODES)}", file=sys.stderr)
        check("the single backends show it", expect(3, lambda: page.text(".card .state"), lambda: page.text(".card .state") == "▲ 60 % errors"))

    def pictures_of(self):
        page, check = self.page, self.check
        # So that a picture shows some of before and of after.
        time.sleep(12)
        for scheme in ("light", "dark"):
            for width in (390, 1280):
                page.show(width, scheme)
                expect(5, list, lambda: page.points("full") > 10)
                name = f"{width} px, {scheme}"
                check(f"{name}: nothing is wider than the page", page.ask("overflow"))
                check(f"{name}: every chart is drawn, and no label is cut off", page.ask("charts"))
                check(f"{name}: text stands out from its ground", page.ask("contrast"))
                page.picture(self.pictures / f"live-page-{width}-{scheme}.png", width)
        images = page.images()
        check("every chart has a text alternative", [image for image in images if not all(image)] + ([] if len(images) == 20 else [len(images)]))
        page.driver.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        tables = lambda: page.driver.execute_script("return [...document.querySelectorAll('#charts table')].filter((t) => t.rows.length > 10).length")
        check("every chart has a table", expect(8, tables, lambda: tables() == 5))
        check("no table makes the page wider", page.ask("overflow"))

    def reload_loses_nothing(self):
        page, check = self.page, self.check
        page.show(1280, "light")
        expect(5, list, lambda: page.points("full") > 10)
        before = {mode: page.points(mode) for mode in MODES}
        changes = page.text("#changes")
        page.driver.refresh()
        check("a reload has the curves' history", expect(3, lambda: [page.points(mode) for mode in MODES],
              lambda: all(page.points(mode) >= before[mode] for mode in MODES) and min(before.values()) > LONG))
        check("a reload has the controls as they are", expect(3, lambda: page.text(f"{ALL_KNOBS} output"),
              lambda: page.text(f"{ALL_KNOBS} output") == "60 %"))
        first = re.sub(r"^[0-9:]+ .\s*", "", changes)[:60]
        check("a reload has the last changes", [] if first in page.text("#changes") else [first])

    def keyboard(self):
        page = self.page
        page.show(1280, "light")
        expect(5, list, lambda: page.points("full") > 10)
        wanted = page.driver.execute_script(
            "return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')]"
            ".filter((e) => !e.hidden && !e.closest('details:not([open]) > :not(summary)')).length"
        )
        unseen = []
        # The elements themselves: their numbers change as lines come and go.
        page.driver.execute_script("window.reached = new Set()")
        for _ in range(wanted):
            page.press(Keys.TAB)
            stop = page.ask("focused")
            reached = page.driver.execute_script("return window.reached.add(document.activeElement).size")
            if not stop["visible"]:
                unseen.append(stop["text"])
        self.check("Tab reaches every control, and one sees where it is",
                   [f"no visible focus: {unseen[:5]}"] * bool(unseen) + [f"{reached} of {wanted}"] * (reached != wanted))
        nameless = page.driver.execute_script(
            "return [...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).map((e) => e.id)"
        )
        self.check("every field has a label", nameless)

    def two_pages(self):
        """A second window changes what the first one shows; both change at once, and one of them is the last."""
        page, driver = self.page, self.page.driver
        first = driver.current_window_handle
        driver.switch_to.new_window("window")
        page.driver.get(self.address)
        expect(5, list, lambda: page.points("full") > 10)
        page.slide(f"{ALL_KNOBS} input", 1, Keys.HOME)
        driver.switch_to.window(first)
        self.check("what one page changes, the other shows", expect(6, lambda: page.text(f"{ALL_KNOBS} output"),
                   lambda: page.text(f"{ALL_KNOBS} output") == "0 %"))
        for presses, handle in ((2, driver.window_handles[1]), (4, first)):
            driver.switch_to.window(handle)
            driver.execute_script(
                "const slider = document.querySelector('#all input'); slider.value = arguments[0];"
                "for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind))", presses * 5)
        rates = lambda: {self.faults(f"backend-{mode}-{number}")["failure_rate"] for mode in MODES for number in (1, 2)}
        self.check("of two changes at once one holds for all", expect(5, rates, lambda: rates() in ({0.1}, {0.2})))
        driver.switch_to.window(next(handle for handle in driver.window_handles if handle != first))
        driver.close()
        driver.switch_to.window(first)
        page.click(f"{ALL_KNOBS} button", "Heal")
        self.check("all is well again once it is healed", self.healthy(20))

    def kill_opens_breaker(self):
        page = self.page
        page.choose("#target", "backends/full")
        page.click(f"{ALL_KNOBS} button", "Kill")
        texts = lambda: page.driver.execute_script("return [...document.querySelectorAll('svg[aria-labelledby=breakers-full-t] text')].map((t) => t.textContent)")
        self.check("a kill shows the breakers opening", expect(15, texts, lambda: texts().count("● open") >= 2))
        self.check("full serves stale answers meanwhile", expect(10, lambda: page.text("section[aria-label=full] .answers"),
                   lambda: re.search(r" [1-9][0-9]* stale, 0 failed", page.text("section[aria-label=full] .answers"))))
        self.check("the kill is among the last changes", expect(5, lambda: page.text("#changes")[:200], lambda: "running → held" in page.text("#changes")))
        self.check("the killed backends say so", expect(3, lambda: page.text("#backends")[:300], lambda: page.text("#backends").count("✕ killed") == 2))
        page.click(f"{ALL_KNOBS} button", "Start")
        self.check("once it is started again it recovers", self.healthy(30))
        page.choose("#target", "backends")

    def markup_is_text(self):
        """What looks like markup, wherever the page shows what others have written, is shown as it is."""
        evil = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
        line = {"ts": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime()), "level": "error", "event": evil, "msg": evil,
                "service": evil, "pod": evil, "mode": "full", "extra": evil}
        with open(self.run / "logs" / "client-full.jsonl", "a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n<b>no JSON at all</b>\n")
        page = self.page
        self.check("markup in a line is shown as text", expect(5, lambda: page.text("#changes")[:300],
                   lambda: evil in page.text("#changes") and evil in page.text("#log") and "<b>no JSON at all</b>" in page.text("#log")))
        made = page.driver.execute_script("return document.querySelectorAll('#log script, #log img, #log b, #changes script, #changes img, #changes b, option *').length")
        self.check("and makes nothing", ([f"{made} elements"] if made else []) + ([] if page.driver.title == "Holdfast lab" else [page.driver.title]))

    def filters(self):
        page = self.page
        page.choose("#log-event", "breaker.transition")
        lines = page.driver.execute_script("return [...document.querySelectorAll('#log li')].map((line) => line.textContent)")
        self.check("the log is filtered", [line for line in lines if "breaker.transition" not in line] + ([] if lines else ["no line"]))
        command = page.text("#log-jq")
        found = os.popen(command).read()
        self.check("and says how to have all such lines", [] if found.count('"breaker.transition"') >= len(lines) > 0 else [command])
        page.choose("#log-event", "")

    def prometheus_is_killed(self):
        page = self.page
        process = self.prometheus_process()
        points = page.points("full")
        os.kill(process, signal.SIGSTOP)
        try:
            self.check("while Prometheus hangs no figure is shown as today's", expect(15, lambda: [page.fresh(mode) for mode in MODES],
                       lambda: all(page.fresh(mode) is None for mode in MODES)))
        finally:
            os.kill(process, signal.SIGCONT)
        self.check("and they are back with it", expect(15, lambda: page.fresh("full"), lambda: page.fresh("full") is not None))
        # The first time it may be back before the page asks again, which it does once a second; it is down for twice as long
        # after each further end.
        for _ in range(4):
            os.kill(self.prometheus_process(), signal.SIGKILL)
            wrong = expect(2, lambda: page.text("#banner"), lambda: "Prometheus does not answer" in page.text("#banner"))
            if not wrong:
                break
        self.check("a killed Prometheus is a clear banner", wrong)
        self.check("and gone when it is back", expect(20, lambda: page.text("#banner"), lambda: page.text("#banner") == ""))
        self.check("the curves go on, and have what was before", expect(10, lambda: [points, page.points("full"), page.fresh("full")],
                   lambda: page.points("full") > LONG and (page.fresh("full") or 0) > 90))

    def prometheus_process(self):
        """Waits for it to run; the lab starts it again."""
        flag = f"--web.listen-address=127.0.0.1:{self.prometheus}".encode()
        running = lambda: [int(entry.name) for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit() and self.has_argument(entry, flag)]
        until(10, lambda: [] if running() else ["no Prometheus"])
        return running()[0]

    @staticmethod
    def has_argument(process, argument):
        try:
            return argument in (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    def experiment(self):
        page, check = self.page, self.check
        page.choose("#experiment", "hang")
        page.click("#start")
        check("an experiment starts", expect(10, lambda: page.text("#progress"), lambda: page.text("#progress").startswith("Experiment hang:")))
        check("no second one can be started on the page", [] if page.driver.execute_script("return document.querySelector('#start').disabled") else ["it can"])
        page.choose("#experiment", "latency")
        # As another page would, that has not heard of it yet.
        page.driver.execute_script("import('./commands.js').then((page) => page.command('experiment/start', { name: 'latency' }))")
        check("a second one is refused with a clear message", expect(5, lambda: page.text("#said"), lambda: "hang is running" in page.text("#said")))
        check("its fault is seen", expect(60, lambda: page.text("#summary"), lambda: "fault on: hang" in page.text("#summary")))
        check("it runs to its verdict", expect(100, lambda: page.text("#progress"), lambda: re.search(r"hang.*(passed|failed)", page.text("#verdicts"))))
        check("and the end is said", expect(10, lambda: page.text("#progress"), lambda: re.match("hang: (passed|failed)", page.text("#progress"))))
        print(f"    {page.text('#progress')}", file=sys.stderr)
        check("its report is named", [] if re.search(r"/index\.html$", page.text("#verdicts")) else [page.text("#verdicts")])
        expect(5, lambda: "disabled", lambda: not page.driver.execute_script("return document.querySelector('#start').disabled"))
        page.click("#start")
        check("the next one starts", expect(10, lambda: page.text("#progress"), lambda: page.text("#progress").startswith("Experiment latency:")))
        page.click("#end")
        check("and is ended by hand", expect(20, lambda: page.text("#progress"), lambda: page.text("#progress").startswith("latency was ended")))

    def strangers(self):
        """Addresses that the page asked for beside the lab's page."""
        return [url for url in self.page.requests() if not url.startswith(self.address)]

    def lab_ends(self):
        """Ten more pages are open when the lab is interrupted."""
        host = urllib.parse.urlsplit(self.address).netloc
        streams = []
        for _ in range(10):
            stream = socket.create_connection(tuple(host.split(":")), timeout=10)
            stream.sendall(f"GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            streams.append(stream)
        begin = time.monotonic()
        os.kill(self.lab, signal.SIGINT)
        gone = expect(15, lambda: "it still runs", lambda: not pathlib.Path(f"/proc/{self.lab}/stat").exists()
                      or pathlib.Path(f"/proc/{self.lab}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z")
        took = time.monotonic() - begin
        self.check("the lab ends promptly with ten pages open", gone)
        print(f"    after {took:.1f} s", file=sys.stderr)
        ends = [self.rest(stream) for stream in streams]
        self.check("every stream is told, and ended in order", [end[-80:] for end in ends if "event: stopped" not in end or not end.endswith("\r\n0\r\n\r\n")])
        page = self.page
        self.check("the page says that the lab has stopped", expect(5, lambda: page.text("#banner"), lambda: "The lab has stopped." in page.text("#banner")))

    @staticmethod
    def rest(stream):
        received = b""
        with stream:
            while piece := stream.recv(1 << 16):
                received += piece
        return received.decode(errors="replace")


def main():
    tour = Tour(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
    try:
        return tour.all()
    finally:
        tour.page.driver.quit()


if __name__ == "__main__":
    sys.exit(main())
