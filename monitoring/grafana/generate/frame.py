"""What the three dashboards share: their variables, the annotations, the links between them and how they are opened."""

from grafana_foundation_sdk.builders import dashboard as dashboards
from grafana_foundation_sdk.models import dashboard
from palette import BAD, NEUTRAL
from panels import DATASOURCE
from queries import of_service, selector


class PrometheusAnnotation(dashboard.AnnotationQuery):
    """An annotation query with what only the Prometheus data source reads, which the model leaves out."""

    def __init__(self, title_format, text_format, use_value_for_time, **fields):
        super().__init__(**fields)
        self.only_prometheus = {"titleFormat": title_format, "textFormat": text_format}
        if use_value_for_time:
            self.only_prometheus["useValueForTime"] = True

    def to_json(self):
        return {**super().to_json(), **self.only_prometheus}


class _Annotation(dashboards.AnnotationQuery):
    def __init__(self, name, expression, title, text, color, use_value_for_time=False):
        super().__init__()
        self._internal = PrometheusAnnotation(
            title, text, use_value_for_time, name=name, datasource=DATASOURCE, icon_color=color, expr=expression
        )


def annotations():
    since = of_service("resilience_breaker_last_transition_timestamp_seconds")
    opened = of_service("resilience_breaker_transitions_total", 'from="closed"', 'to="open"')
    is_open = of_service("resilience_breaker_state", 'state="open"')
    labels = "mode, instance, breaker, scope, address"
    return [
        # Neighbouring samples above 0 make one region: the fault's window.
        _Annotation(
            "Fault windows",
            "max by (experiment, fault) (chaos_fault_active)",
            "Fault: {{experiment}}",
            "{{fault}}",
            BAD,
        ),
        # The value is the moment itself, in milliseconds. Trials that fail open a breaker again; only the first counts.
        _Annotation(
            "Breaker opens",
            f"1000 * max by (mode, scope) (\n  {since}\n  and on ({labels}) ({is_open} == 1)\n"
            f"  and on ({labels}) (max without (from, to) (increase({opened}[$__rate_interval])) > 0)\n)",
            "Breaker opened: {{mode}}",
            "{{scope}}",
            "#56B4E9",
            use_value_for_time=True,
        ),
        _Annotation(
            "Restarts",
            f"1000 * {selector('process_start_time_seconds')}",
            "Process started: {{instance}}",
            "{{job}}",
            NEUTRAL,
            use_value_for_time=True,
        ),
    ]


def _label_values(name, query, every):
    return (
        dashboards.QueryVariable(name)
        .label(name.capitalize())
        .query(query)
        .datasource(DATASOURCE)
        .multi(True)
        .include_all(True)
        .all_value(every)
        .current(dashboard.VariableOption(selected=True, text="All", value="$__all"))
        .refresh(dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(dashboard.VariableSort.ALPHABETICAL_ASC)
    )


def variables():
    return [
        dashboards.DatasourceVariable("datasource").label("Data source").type("prometheus"),
        _label_values("job", "label_values(up, job)", ".+"),
        _label_values("instance", 'label_values(up{job=~"$job"}, instance)', ".+"),
        # The load generator has no mode: all of them is also none.
        _label_values("mode", 'label_values(up{job=~"$job", instance=~"$instance"}, mode)', ".*"),
    ]


def new_dashboard(rows, title, uid, description):
    """A dashboard of rows, each a title (None: no row of its own) and a function that makes its panels."""
    builder = (
        dashboards.Dashboard(title)
        .uid(uid)
        .description(description)
        .tags(["holdfast", "resilience"])
        .readonly()
        .time("now-5m", "now")
        .refresh("5s")
        .timepicker(dashboards.TimePicker().refresh_intervals(["1s", "5s", "10s", "30s", "1m"]))
        .timezone("browser")
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
        .variables(variables())
        .annotations(annotations())
        .link(
            dashboards.DashboardLink("Dashboards")
            .type(dashboard.DashboardLinkType.DASHBOARDS)
            .tags(["holdfast"])
            .include_vars(True)
            .keep_time(True)
        )
    )
    for row, panels in rows:
        if row is not None:
            builder = builder.with_row(dashboards.Row(row))
        for panel in panels():
            builder = builder.with_panel(panel)
    return builder
