"""A lab that stays up while a study runs, and is gone after it, however that ends."""

import math
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LAB = ROOT / ".build/release/lab"
sys.path.insert(0, str(ROOT / "scripts/dashboards"))
from prometheus import Prometheus  # noqa: E402  (the dashboards' client of the same interface)


class LabFailure(Exception):
    """The lab did not start, refused an action, or ended."""


class Lab:
    def __init__(self, study, rate, seed, base_port, output):
        self.output = output
        self.log = pathlib.Path(output) / "up.log"
        self.command = [LAB, "up", "--profile", study.profile, "--rate", str(rate), "--seed", str(seed)]
        self.command += ["--base-port", str(base_port), "--output", output]
        for setting in study.settings():
            self.command += ["--set", setting]
        self.process = None
        self.prometheus = Prometheus(f"http://127.0.0.1:{base_port}")

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        environment = os.environ | {"PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"}
        with open(self.log, "w") as log:
            # In a group of its own: a Ctrl-C reaches it once, from here.
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=subprocess.STDOUT, env=environment, process_group=0
            )
        end = time.monotonic() + 60
        while "\nrunning" not in "\n" + self.log.read_text():
            self._check_lives()
            if time.monotonic() > end:
                raise LabFailure("the lab is not running after a minute")
            time.sleep(0.2)

    def __exit__(self, *_):
        if self.process is None:
            return
        for number, patience in ((signal.SIGINT, 60), (signal.SIGKILL, None)):
            if self.process.poll() is None:
                self.process.send_signal(number)
                try:
                    self.process.wait(timeout=patience)
                except subprocess.TimeoutExpired:
                    continue

    def _check_lives(self):
        if self.process.poll() is not None:
            lines = self.log.read_text().strip().splitlines()
            raise LabFailure(f"the lab ended: {lines[-1] if lines else 'it said nothing'}")

    def wait(self, seconds):
        """Lets so many seconds go by, as long as the lab lives."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._check_lives()
            time.sleep(min(left, 1))

    def act(self, action):
        """An action of `lab ctl`, or `wait SECONDS`."""
        words = action.split()
        if words[0] == "wait":
            self.wait(float(words[1]))
            return
        self._check_lives()
        done = subprocess.run(
            [LAB, "ctl", *words, "--output", self.output], capture_output=True, text=True, timeout=60, check=False
        )
        if done.returncode != 0:
            raise LabFailure(f"lab ctl {action}: {(done.stderr or done.stdout).strip()}")

    def value(self, promql):
        """The one value, or None where there is none or it is no finite number."""
        self._check_lives()
        try:
            found = [value for _, value in self.prometheus.instant(promql, time.time())]
        except urllib.error.URLError as error:
            raise LabFailure(f"Prometheus does not answer: {error.reason}") from error
        return found[0] if found and math.isfinite(found[0]) else None

    def range(self, promql, start, end):
        """[(labels, {second: value})], a value a second."""
        return [(labels, dict(points)) for labels, points in self.prometheus.range(promql, start, end, 1)]

    def settle(self, seconds):
        """Waits so long, and then until no variant has lost an answer for five seconds."""
        self.wait(seconds)
        fresh = 'load_requests_total{outcome="fresh"}'
        worst = (
            f"min(sum by (target) ({fresh} - {fresh} offset 5s)"
            " / sum by (target) (load_requests_total - load_requests_total offset 5s >= 0))"
        )
        end = time.monotonic() + 90
        while (self.value(worst) or 0) < 0.99:
            if time.monotonic() > end:
                raise LabFailure("the lab does not become well again")
            self.wait(1)
