"""Service detail: one process or several, by what they use (Brendan Gregg's USE: utilisation, saturation, errors)."""

from frame import new_dashboard
from palette import BAD, FAIR, GOOD, NEUTRAL, by_instance, by_name, line
from panels import column, figures, lines, query, rows
from queries import increase, of_service, quantile, rate, ratio, total

NAME = "{{instance}}"
LEVELS = [("debug", "#8C8C8C"), ("info", "#56B4E9"), ("warn", "#E69F00"), ("error", "#D55E00")]


def _each(title, description, unit, expression, limit=None, **more):
    thresholds = [(None, NEUTRAL)] + ([(limit, BAD)] if limit is not None else [])
    return lines(
        title,
        description,
        unit,
        [query(expression, NAME)],
        width=12,
        thresholds=thresholds,
        overrides=by_instance(),
        legend_beside=True,
        **more,
    )


def processes():
    start = of_service("process_start_time_seconds")
    return [
        rows(
            "Processes",
            "Who runs, from which build, since when. **Look for** a process that is younger than the others, or of "
            "another revision. **Do**: its log's last lines before the restart say why it ended.",
            ["job", "mode", "instance", "version", "revision"],
            [
                (
                    "Build",
                    f"max by (job, mode, instance, version, revision) ({of_service('build_info')})",
                    column("none", meanings=[(1, "running", GOOD)]),
                ),
                (
                    "Up for",
                    f"time() - max by (job, mode, instance, version, revision) (\n  {start}\n"
                    f"  * on (instance) group_left (version, revision) {of_service('build_info')}\n)",
                    column("s", decimals=0),
                ),
            ],
            width=14,
            height=10,
        ),
        figures(
            "Restarts in the time shown",
            "How often processes began anew. **Look for** anything but 0 outside an experiment. **Do**: a crash "
            "leaves its message in the log; a kill by the kernel for lack of memory leaves none.",
            "short",
            [query(f"sum by (job) (changes({start}[$__range]))", "{{job}}")],
            width=6,
            height=10,
            thresholds=[(None, GOOD), (1, FAIR), (5, BAD)],
            decimals=0,
        ),
        figures(
            "Log lines lost in the time shown",
            "Lines that were dropped because standard output was slow or gone. **Look for** anything but 0. **Do**: "
            "lower the log level or the share of successes that is logged; what reads the output is too slow.",
            "short",
            [query(f"sum({increase(of_service('log_lines_dropped_total'))})", "lost")],
            width=4,
            height=10,
            thresholds=[(None, GOOD), (1, BAD)],
            decimals=0,
        ),
    ]


def utilisation():
    return [
        _each(
            "CPU",
            "Seconds of processor time each second: 1 is one whole core. **Look for** a client that burns while its "
            "backend is away. **Do**: retries or logs are the usual cause; see both.",
            "percentunit",
            rate(of_service("process_cpu_seconds_total")),
            0.9,
        ),
        _each(
            "Resident memory",
            "What the process holds in memory. **Look for** a slope that does not end with the fault. **Do**: queues "
            "are bounded, so growth means connections or streams; compare with both.",
            "bytes",
            of_service("process_resident_memory_bytes"),
            268435456,
        ),
        _each(
            "File descriptors in use",
            "Open descriptors, as a share of what the process may open. The dashed line is 80 %. **Look for** growth "
            "in a hang. **Do**: at 100 % nothing can connect; raise the limit, or bound connections.",
            "percentunit",
            ratio(of_service("process_open_fds"), of_service("process_max_fds")),
            0.8,
        ),
        _each(
            "Threads",
            "Threads of the process; an event loop has one, work does not add any. **Look for** a number that moves. "
            "**Do**: only name lookups and start-up may; anything else blocks somewhere.",
            "short",
            of_service("process_threads"),
            64,
            decimals=0,
        ),
    ]


def saturation():
    return [
        _each(
            "Requests in flight",
            "Requests being handled on the application port. **Look for** rate × timeout: every request waits for a "
            "backend that hangs. **Do**: compare the modes; a breaker or bulkhead keeps this flat.",
            "short",
            of_service("http_server_requests_in_flight"),
            100,
            decimals=0,
        ),
        _each(
            "Connections from callers",
            "Open on the application port. **Look for** more than callers there are: they do not close, or wait. "
            "**Do**: the server's limits and its idle timeout bound this.",
            "short",
            of_service("http_server_connections"),
            1000,
            decimals=0,
        ),
        lines(
            "Connections to the backend",
            "By state, per client: *active* carry a request, *idle* wait for the next. **Look for** active growing in "
            "a hang. **Do**: a bulkhead bounds it; without one it grows with rate × timeout.",
            "short",
            [query(total("instance, state", of_service("http_client_connections")), "{{instance}} {{state}}")],
            width=12,
            overrides=[*by_instance(), ("/idle$/", line(1, [2, 3]))],
            legend_beside=True,
            thresholds=[(None, NEUTRAL), (100, BAD)],
            decimals=0,
        ),
        _each(
            "Event loop: lag (p99)",
            "How late timers fire: what everything on the loop waits beside its own work. The dashed line is 10 ms. "
            "**Look for** lag with idle CPU: something blocks. **Do**: a machine that is too busy shows lag "
            "everywhere at once.",
            "s",
            quantile(0.99, "instance", of_service("event_loop_lag_seconds_bucket")),
            0.01,
        ),
    ]


def errors():
    served = "http_server_requests_total"
    return [
        _each(
            "Requests served",
            "Each second, probes included. **Look for** an instance that gets none, or all. **Do**: check that it is "
            "ready and among the endpoints.",
            "reqps",
            total("instance", rate(of_service(served))),
        ),
        _each(
            "Answers that are 5xx",
            "As a share of all answers. The dashed line is 1 %. **Look for** one backend worse than its peer. **Do**: "
            "that one should be ejected; see *Endpoints by state*.",
            "percentunit",
            ratio(
                total("instance", rate(of_service(served, 'code=~"5.."'))), total("instance", rate(of_service(served)))
            ),
            0.01,
            most=1,
            decimals=0,
        ),
        lines(
            "Duration (p99)",
            "Of requests on the API's routes; dots are requests with their trace. **Look for** the instance that is "
            "slow. **Do**: its dots lead to the logs.",
            "s",
            [
                query(
                    quantile(
                        0.99, "instance", of_service("http_server_request_duration_seconds_bucket", 'route=~"/api/.*"')
                    ),
                    NAME,
                    exemplar=True,
                )
            ],
            width=12,
            overrides=by_instance(),
            legend_beside=True,
            thresholds=[(None, NEUTRAL), (0.3, BAD)],
            logarithmic=True,
        ),
        lines(
            "Refused before a handler saw it",
            "By reason. **Look for** overload and rate_limited in a storm, malformed from a bad peer. **Do**: "
            "deadline means that callers had given up: shorten the queue.",
            "reqps",
            [query(total("reason", rate(of_service("http_server_rejected_total"))), "{{reason}}")],
            width=12,
            thresholds=[(None, NEUTRAL), (1, BAD)],
        ),
    ]


def runtime():
    return [
        lines(
            "Log lines by level",
            "Lines written each second. **Look for** error and warn with the fault's edges. **Do**: read them with the "
            "cookbook of jq lines.",
            "ops",
            [query(total("level", rate(of_service("log_lines_total"))), "{{level}}")],
            width=12,
            overrides=by_name(LEVELS),
            stacked=True,
        ),
        _each(
            "Log lines lost",
            "Dropped each second because the queue to standard output was full. **Look for** anything but 0. **Do**: "
            "see *Log lines lost in the time shown*.",
            "ops",
            rate(of_service("log_lines_dropped_total")),
            1,
        ),
        _each(
            "Cost of a scrape: time",
            "How long writing the last exposition took; it is on a loop of its own and holds up no request. The "
            "dashed line is 50 ms. **Look for** growth. **Do**: growth means more series; see its size.",
            "s",
            of_service("metrics_scrape_seconds"),
            0.05,
        ),
        _each(
            "Cost of a scrape: size",
            "Bytes of the last exposition. **Look for** growth without new endpoints: labels that are not bounded. "
            "**Do**: find the family that grows; the contract allows fixed values only.",
            "bytes",
            of_service("metrics_scrape_bytes"),
            1048576,
        ),
    ]


ROWS = [
    ("Who runs", processes),
    ("Utilisation", utilisation),
    ("Saturation", saturation),
    ("Rate, errors, duration", errors),
    ("Runtime: logs and scrapes", runtime),
]


def build():
    return new_dashboard(
        ROWS,
        "Service detail",
        "holdfast-service-detail",
        "What each process uses, where it is full and what goes wrong in it; choose job, mode and instance above.",
    )
