"""Resilience overview on rate, errors and duration (Tom Wilkie's RED), per service and per edge between two of them."""

from palette import BAD, NEUTRAL, by_mode
from panels import lines, query
from queries import of_service, quantile, rate, ratio, total

CLIENT, BACKEND = 'job="client-service"', 'job="backend-service"'
ROUTES = 'route=~"/api/.*"'
SERVED, SERVED_FOR = "http_server_requests_total", "http_server_request_duration_seconds_bucket"


def _rates(title, description, expression):
    return lines(title, description, "reqps", [query(expression, "{{mode}}")], height=7, overrides=by_mode())


def _errors(title, description, expression):
    thresholds = [(None, NEUTRAL), (0.01, BAD)]
    return lines(
        title,
        description,
        "percentunit",
        [query(expression, "{{mode}}")],
        height=7,
        thresholds=thresholds,
        overrides=by_mode(),
        most=1,
        decimals=0,
    )


def _durations(title, description, buckets):
    return lines(
        title,
        description,
        "s",
        [query(quantile(0.99, "mode", buckets), "{{mode}}", exemplar=True)],
        height=7,
        thresholds=[(None, NEUTRAL), (0.3, BAD)],
        overrides=by_mode(),
        logarithmic=True,
    )


def client_service():
    failed = of_service(SERVED, CLIENT, ROUTES, 'code=~"5.."')
    every = of_service(SERVED, CLIENT, ROUTES)
    return [
        _rates(
            "Client service: requests",
            "Requests answered on the API's routes. **Look for** a dip: requests wait, or the load generator cannot "
            "send. **Do**: compare with *due and sent* on the Chaos dashboard.",
            total("mode", rate(every)),
        ),
        _errors(
            "Client service: errors",
            "The share answered with 5xx, refusals included. The dashed line is 1 %. **Look for** the modes parting. "
            "**Do**: the edge to the backend, below, says whether the backend failed or the client refused.",
            ratio(total("mode", rate(failed)), total("mode", rate(every))),
        ),
        _durations(
            "Client service: duration (p99)",
            "From the last byte of the request to the answer; dots are requests with their trace. **Look for** steps "
            "as high as a timeout. **Do**: open a dot's trace, and find its id in the logs of client and backend.",
            of_service(SERVED_FOR, CLIENT, ROUTES),
        ),
    ]


def edge_to_backend():
    attempts = "http_client_requests_total"
    return [
        _rates(
            "Client → backend: attempts",
            "Attempts each second, first ones and retries. **Look for** more than users ask for: that is what retries "
            "cost; less, because a breaker is open. **Do**: see *Attempts by kind*.",
            total("mode", rate(of_service(attempts))),
        ),
        _errors(
            "Client → backend: failed attempts",
            "The share of attempts that got 5xx or no answer. **Look for** the share of errors the fault makes, the "
            "same in every mode. **Do**: a difference between the modes is their own doing: probes, trials, ejected "
            "endpoints.",
            ratio(
                total("mode", rate(of_service(attempts, 'code_class=~"5xx|error"'))),
                total("mode", rate(of_service(attempts))),
            ),
        ),
        _durations(
            "Client → backend: duration of attempts (p99)",
            "One attempt, however it ended; dots are attempts with their span. **Look for** a plateau at the attempt "
            "timeout: the backend hangs. **Do**: if attempts are quick and users wait, the time goes into retries and "
            "queues.",
            of_service("http_client_request_duration_seconds_bucket"),
        ),
    ]


def backend_service():
    failed = of_service(SERVED, BACKEND, ROUTES, 'code=~"5.."')
    every = of_service(SERVED, BACKEND, ROUTES)
    return [
        _rates(
            "Backend service: requests",
            "Requests answered by the backends of each mode. **Look for** zero: they are gone or hang. **Do**: a dead "
            "backend reports no errors; believe the client's side of the edge.",
            total("mode", rate(every)),
        ),
        _errors(
            "Backend service: errors",
            "The share answered with 5xx. **Look for** what the experiment injects. **Do**: errors without an "
            "injected fault are real; see the backend's logs.",
            ratio(total("mode", rate(failed)), total("mode", rate(every))),
        ),
        _durations(
            "Backend service: duration (p99)",
            "As the backend measures it, injected latency included. **Look for** a backend that is quick while its "
            "client waits: the network, or a frozen process. **Do**: see the event loop's lag on Service detail.",
            of_service(SERVED_FOR, BACKEND, ROUTES),
        ),
    ]


def panels():
    return [*client_service(), *edge_to_backend(), *backend_service()]
