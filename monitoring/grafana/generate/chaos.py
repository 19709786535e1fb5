"""Chaos: what experiments do, whether it arrived, and how long recovery took."""

from frame import new_dashboard
from palette import BAD, FAIR, GOOD, NEUTRAL, by_mode, by_name
from panels import bars, column, lines, query, rows, timeline
from queries import (
    FAILED,
    FAULTS,
    as_mode,
    of_load,
    of_service,
    rate,
    selector,
    share_of_answers,
    total,
)

FAULT_COLORS = [
    ("error", "#D55E00"),
    ("latency", "#E69F00"),
    ("hang", "#882255"),
    ("reset", "#AA4499"),
    ("truncate", "#56B4E9"),
    ("flap", "#DDCC77"),
    ("crash", "#332288"),
    ("capacity", "#44AA99"),
]
ENDINGS = [
    ("http_error", "#D55E00"),
    ("timeout", "#882255"),
    ("connect_error", "#AA4499"),
    ("reset", "#E69F00"),
    ("cancelled", "#8C8C8C"),
]
RECOVERY = [(None, GOOD), (1, FAIR), (5, BAD)]
START, END = "chaos_fault_start_timestamp_seconds", "chaos_fault_end_timestamp_seconds"
ACTIVE = "chaos_fault_active"


def _recovery(source):
    """From the end of the last fault to the last answer of that source; nothing while a fault is in place."""
    last = f"max by (mode) ({of_service('client_last_response_timestamp_seconds', source)})"
    return f"clamp_min({last} - on () group_left () max({END}), 0)\nand on () (max({ACTIVE}) == 0)"


def faults():
    return [
        timeline(
            "Fault windows",
            "A band for each fault from the moment it was made to the moment it was healed, as the experiment marked "
            "it. **Look for** overlap: two faults at once are read as neither. **Do**: run experiments one after the "
            "other.",
            [query(FAULTS, "{{experiment}}")],
            [(0, "none", NEUTRAL), (1, "FAULT IN PLACE", BAD)],
            height=5,
            explained=False,
        ),
        rows(
            "Faults so far",
            "The last time of each fault. **Look for** whether it is over, and how long it lasted. **Do**: a fault "
            "that is in place without an experiment was left behind: heal it (`lab ctl heal`), or roll the experiment "
            "back.",
            ["experiment", "fault"],
            [
                (
                    "Now",
                    f"max by (experiment, fault) ({ACTIVE})",
                    column("none", meanings=[(0, "over", GOOD), (1, "IN PLACE", BAD)]),
                ),
                ("Began", f"1000 * max by (experiment, fault) ({START} > 0)", column("dateTimeAsLocal")),
                ("Ended", f"1000 * max by (experiment, fault) ({END} > 0)", column("dateTimeAsLocal")),
                ("Lasted", f"max by (experiment, fault) (({END} > 0) - {START}) > 0", column("s", decimals=0)),
            ],
            width=14,
            height=7,
        ),
        bars(
            "Recovery: until the last answer that was not fresh",
            "From the end of the last fault to the last answer that came from elsewhere than the backend; there is "
            "none while a fault is in place. **Look for** full within a second. **Do**: a long one means that "
            "breakers wait out their time; probes and a shorter time open help.",
            "s",
            [query(_recovery('source!="backend"'), "{{mode}}")],
            width=10,
            height=7,
            thresholds=RECOVERY,
            most=10,
            decimals=2,
        ),
    ]


def arrived():
    return [
        timeline(
            "Which targets are up?",
            "Whether Prometheus could scrape each process. **Look for** the ones the experiment killed or froze, for "
            "as long as it said. **Do**: a target that is down outside a band above has failed by itself.",
            [query(f"max by (instance) ({selector('up')})", "{{instance}}")],
            [(0, "DOWN", BAD), (1, "up", GOOD)],
            width=12,
            height=10,
            explained=False,
        ),
        lines(
            "Faults that struck, by kind",
            "Requests each second that a simulated fault of a backend hit; a kill or a freeze from outside is not "
            "among them. **Look for** the share the experiment asked for. **Do**: none in a marked window means that "
            "the fault did not arrive.",
            "reqps",
            [query(total("fault", rate(of_service("faults_injected_total"))), "{{fault}}")],
            width=6,
            height=10,
            overrides=by_name(FAULT_COLORS),
            stacked=True,
        ),
        lines(
            "Backends that simulate a fault",
            "How many backends have each fault switched on. **Look for** 0 outside the windows. **Do**: one that is "
            "left on spoils the next experiment: `lab ctl heal backends`.",
            "short",
            [query(total("fault", of_service("fault_injection_active")), "{{fault}}")],
            width=6,
            height=10,
            overrides=by_name(FAULT_COLORS),
            stacked=True,
            decimals=0,
        ),
    ]


def effect():
    return [
        lines(
            "Lost: rejected, error or timeout",
            "The share of answers that users could not use. The dashed line is 1 %. **Look for** how deep each mode "
            "falls, and whether full falls at all. **Do**: the area under the curve is what the fault cost.",
            "percentunit",
            [query(as_mode(share_of_answers("target", FAILED)), "{{mode}}")],
            thresholds=[(None, NEUTRAL), (0.01, BAD)],
            overrides=by_mode(),
            most=1,
            decimals=0,
        ),
        lines(
            "Not fresh: anything but the backend's own answer",
            "The share of answers that did not come from the backend now. **Look for** the way back to 0 after the "
            "heal: that is recovery. **Do**: a tail in one mode only is that mode's breaker or its endpoints.",
            "percentunit",
            [query(as_mode(share_of_answers("target", 'outcome!="fresh"')), "{{mode}}")],
            thresholds=[(None, NEUTRAL), (0.01, BAD)],
            overrides=by_mode(),
            most=1,
            decimals=0,
        ),
        lines(
            "What the backends carry",
            "Requests that reach the backends of each mode. **Look for** a peak at the heal, when everybody comes "
            "back at once. **Do**: jitter, a budget and half-open trials flatten it.",
            "reqps",
            [
                query(
                    total(
                        "mode",
                        rate(of_service("http_server_requests_total", 'job="backend-service"', 'route=~"/api/.*"')),
                    ),
                    "{{mode}}",
                )
            ],
            overrides=by_mode(),
        ),
        lines(
            "Load: due and sent",
            "Requests that were due and those that were sent, over the modes shown. **Look for** the two parting: "
            "then the load generator, not the service, was the limit. **Do**: lower the rate, or give it more "
            "processor.",
            "reqps",
            [
                query(total("", rate(of_load("load_requests_scheduled_total"))), "due"),
                query(total("", rate(of_load("load_requests_sent_total"))), "sent"),
            ],
            overrides=by_name([("due", "#8C8C8C"), ("sent", "#0072B2")]),
        ),
        lines(
            "Connections opened and names looked up",
            "Each second, by result. **Look for** refused connections while backends are dead, none in a hang. **Do**: "
            "failures after the heal point at names that do not resolve yet, or old addresses.",
            "ops",
            [
                query(total("result", rate(of_service("http_client_connections_opened_total"))), "connect: {{result}}"),
                query(total("result", rate(of_service("dns_lookups_total"))), "lookup: {{result}}"),
            ],
        ),
        lines(
            "How attempts ended, other than well",
            "Attempts each second by what went wrong. **Look for** the fault's signature: http_error, timeout for a "
            "hang, connect_error for an outage. **Do**: another signature than the experiment's means another cause.",
            "reqps",
            [
                query(
                    total("outcome", rate(of_service("http_client_request_duration_seconds_count", 'outcome!="ok"'))),
                    "{{outcome}}",
                )
            ],
            overrides=by_name(ENDINGS),
            stacked=True,
        ),
    ]


ROWS = [("Faults and recovery", faults), ("Did the fault arrive?", arrived), ("What did it do?", effect)]


def build():
    return new_dashboard(
        ROWS,
        "Chaos",
        "holdfast-chaos",
        "What experiments do: faults and their windows, which targets are up, what arrived, and how long recovery "
        "took.",
    )
