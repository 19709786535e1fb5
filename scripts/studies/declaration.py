"""A study as docs/results/studies/NAME/study.yaml declares it."""

import dataclasses

from figures import CURVES, FIGURES

# Among a phase's first actions: from here on it is measured, the onset of what follows included.
MEASURE = "measure"
SLOTS = ("baseline", "retry", "breaker", "full")


@dataclasses.dataclass(frozen=True)
class Phase:
    """What is done to the lab, for how long it is measured, and what is asked of that time.

    Actions are those of `lab ctl`, `wait SECONDS`, and MEASURE; without that one it is measured from `lead` seconds
    after the first actions.
    """

    name: str
    begin: list
    end: list
    measure: float
    figures: list
    lead: float = 0
    settle: float = 10
    curves: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Study:
    name: str
    title: str
    question: str
    profile: str
    # By slot of the lab: what the variant is called, and its settings.
    variants: dict
    phases: list

    @staticmethod
    def parse(name, document):
        """ValueError says what is wrong."""
        unknown = set(document) - {"title", "question", "profile", "common", "variants", "phases"}
        if unknown:
            raise ValueError(f"{name}: unknown {', '.join(sorted(unknown))}")
        common = document.get("common", {})
        variants = {}
        for slot in SLOTS:
            own = dict(document["variants"][slot])
            variants[slot] = {"name": own.pop("name"), "settings": common | own}
        phases = [Phase(**phase) for phase in document["phases"]]
        for phase in phases:
            for asked, known in ((phase.figures, FIGURES), (phase.curves, CURVES)):
                missing = set(asked) - set(known)
                if missing:
                    raise ValueError(f"{name}: {phase.name}: nothing is called {', '.join(sorted(missing))}")
        return Study(name, document["title"], document["question"], document["profile"], variants, phases)

    def settings(self):
        """As `lab --set` takes them."""
        return [
            f"{slot}:{name}={value}"
            for slot, variant in self.variants.items()
            for name, value in variant["settings"].items()
        ]

    def minutes(self):
        return (20 + sum(phase.lead + phase.measure + phase.settle + 8 for phase in self.phases)) / 60
