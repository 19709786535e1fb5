"""An experiment, and the YAML it is written as: by hand, so that comments and the lines of a query stay as they are."""

import dataclasses
import textwrap

from variables import configuration

WIDTH = 118


@dataclasses.dataclass
class Action:
    name: str
    # The provider's members as YAML; of several lines, or of one in braces.
    provider: str
    # A number of seconds, or the variable that holds it.
    pause: str = ""
    comment: str = ""


@dataclasses.dataclass
class Probe:
    name: str
    query: str
    comment: str = ""


@dataclasses.dataclass
class Experiment:
    name: str
    # Where it runs: a Lab or a Cluster.
    place: object
    # What a reader should know before the rest.
    comment: str
    title: str
    description: str
    tag: str
    steady_state: list
    method: list
    rollbacks: list


def pausing(actions, pause):
    """The actions, with a pause after the last."""
    return [*actions[:-1], dataclasses.replace(actions[-1], pause=pause)]


def _indented(text, spaces):
    return textwrap.indent(text.strip("\n"), " " * spaces)


def _comment(text, spaces=0):
    if not text:
        return []
    prefix = " " * spaces + "# "
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent=prefix, subsequent_indent=prefix)


def _query(probe, spaces):
    provider = [
        "provider:",
        "  type: python",
        "  module: chaosprometheus.probes",
        "  func: query",
        "  arguments:",
        "    timeout: 10",
        "    query: >-",
        _indented(textwrap.dedent(probe.query), 6),
    ]
    return _indented("\n".join(provider), spaces)


def _steady_probe(probe):
    return [
        "    - type: probe",
        f'      name: "{probe.name}"',
        '      tolerance: {type: jsonpath, path: "$.data.result[*].value[1]", expect: ["1"]}',
        _query(probe, 6),
    ]


def _evidence(probe):
    return [
        *_comment(probe.comment, 2),
        "  - type: probe",
        f'    name: "evidence: {probe.name}"',
        _query(probe, 4),
        "",
    ]


def _action(action):
    lines = [*_comment(action.comment, 2), "  - type: action", f"    name: {action.name}"]
    if action.provider.startswith("{"):
        lines.append(f"    provider: {action.provider}")
    else:
        lines += ["    provider:", _indented(action.provider, 6)]
    if action.pause:
        lines.append(f'    pauses: {{after: {action.pause}}}')
    return [*lines, ""]


def _activities(activities):
    return [line for each in activities for line in (_evidence(each) if isinstance(each, Probe) else _action(each))]


def text(experiment):
    """The whole file. Its configuration is what the rest reads, no more and no less."""
    body = [
        "steady-state-hypothesis:",
        "  title: every mode gets load and fresh answers, and every process is there",
        "  probes:",
        *[line for probe in experiment.steady_state for line in _steady_probe(probe)],
        "",
        "method:",
        *_activities(experiment.method),
        "rollbacks:",
        *_activities(experiment.rollbacks),
        "runtime:",
        "  rollbacks: {strategy: always}",
    ]
    head = [
        "# Written by chaos-experiments/generate.",
        "#",
        *_comment(experiment.comment),
        f"title: {experiment.title}",
        "description: >-",
        *textwrap.wrap(experiment.description, WIDTH, initial_indent="  ", subsequent_indent="  "),
        f"tags: [{experiment.place.tag}, {experiment.tag}]",
        *configuration("\n".join(body), experiment),
        "",
    ]
    return "\n".join(head + body) + "\n"
