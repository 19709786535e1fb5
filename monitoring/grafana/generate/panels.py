"""The kinds of panels there are here, each with all that every panel must have: a description, a unit, thresholds and
the data source variable. Steps of thresholds are (from, color); the first has no lower end.
"""

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    heatmap,
    prometheus,
    stat,
    statetimeline,
    table,
    timeseries,
)
from grafana_foundation_sdk.builders import dashboard as dashboards
from grafana_foundation_sdk.models import common as choices
from grafana_foundation_sdk.models import dashboard
from grafana_foundation_sdk.models import heatmap as heatmaps
from grafana_foundation_sdk.models import prometheus as formats
from palette import GOOD, NEUTRAL, words

DATASOURCE = dashboard.DataSourceRef(type_val="prometheus", uid="${datasource}")
PLAIN = [(None, NEUTRAL)]


def query(expression, legend="", exemplar=False):
    builder = prometheus.Dataquery().expr(expression).legend_format(legend or "__auto").range()
    builder = builder.editor_mode(formats.QueryEditorMode.CODE)
    return builder.exemplar(True) if exemplar else builder


def instant(expression):
    builder = prometheus.Dataquery().expr(expression).instant().format(formats.PromQueryFormat.TABLE)
    return builder.editor_mode(formats.QueryEditorMode.CODE)


def steps(thresholds):
    return (
        dashboards.ThresholdsConfig()
        .mode(dashboard.ThresholdsMode.ABSOLUTE)
        .steps([dashboard.Threshold(value=value, color=color) for value, color in thresholds])
    )


def _common(builder, title, description, unit, queries, width, height, thresholds, overrides):
    builder = builder.title(title).description(description).unit(unit).datasource(DATASOURCE)
    builder = builder.span(width).height(height).thresholds(steps(thresholds))
    for index, target in enumerate(queries):
        builder = builder.with_target(target.ref_id(chr(ord("A") + index)).datasource(DATASOURCE))
    for pattern, properties in overrides:
        builder = builder.override_by_regexp(pattern, properties)
    return builder


def _legend(beside=False):
    placement = choices.LegendPlacement.RIGHT if beside else choices.LegendPlacement.BOTTOM
    return common.VizLegendOptions().show_legend(True).placement(placement).display_mode(choices.LegendDisplayMode.LIST)


def lines(
    title,
    description,
    unit,
    queries,
    width=8,
    height=8,
    thresholds=None,
    overrides=(),
    stacked=False,
    least=0,
    most=None,
    logarithmic=False,
    decimals=None,
    legend_beside=False,
):
    """Curves over time; a threshold beyond the first is drawn as a dashed line. Stacked, they are areas. A long legend
    stands beside the curves.
    """
    builder = _common(
        timeseries.Panel(), title, description, unit, queries, width, height, thresholds or PLAIN, overrides
    )
    builder = builder.color_scheme(dashboards.FieldColor().mode(dashboard.FieldColorModeId.PALETTE_CLASSIC_BY_NAME))
    builder = builder.legend(_legend(legend_beside)).show_points(choices.VisibilityMode.NEVER)
    builder = builder.tooltip(common.VizTooltipOptions().mode(choices.TooltipDisplayMode.MULTI))
    builder = builder.line_width(1 if stacked else 2).fill_opacity(85 if stacked else 0)
    if stacked:
        builder = builder.stacking(common.StackingConfig().mode(choices.StackingMode.NORMAL).group("A"))
    if thresholds and len(thresholds) > 1:
        builder = builder.thresholds_style(
            common.GraphThresholdsStyleConfig().mode(choices.GraphThresholdsStyleMode.DASHED)
        )
    if logarithmic:
        builder = builder.scale_distribution(
            common.ScaleDistributionConfig().type(choices.ScaleDistribution.LOG).log(10)
        )
    elif least is not None:
        builder = builder.min(least)
    if most is not None:
        builder = builder.max(most)
    return builder if decimals is None else builder.decimals(decimals)


def figures(
    title,
    description,
    unit,
    queries,
    width=6,
    height=4,
    thresholds=None,
    meanings=(),
    decimals=None,
    empty="–",
    over_time=False,
):
    """The newest value of each query's series, large; or, with a mapping, the word for it."""
    builder = _common(stat.Panel(), title, description, unit, queries, width, height, thresholds or PLAIN, ())
    builder = builder.color_mode(choices.BigValueColorMode.VALUE).text_mode(choices.BigValueTextMode.VALUE_AND_NAME)
    builder = builder.graph_mode(choices.BigValueGraphMode.AREA if over_time else choices.BigValueGraphMode.NONE)
    builder = builder.justify_mode(choices.BigValueJustifyMode.CENTER).no_value(empty)
    builder = builder.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
    builder = builder.color_scheme(dashboards.FieldColor().mode(dashboard.FieldColorModeId.THRESHOLDS))
    if meanings:
        builder = builder.mappings(words(meanings))
    return builder if decimals is None else builder.decimals(decimals)


def bars(title, description, unit, queries, width=8, height=8, thresholds=None, least=0, most=1, decimals=None):
    """The newest values as bars from the least to the most."""
    builder = _common(bargauge.Panel(), title, description, unit, queries, width, height, thresholds or PLAIN, ())
    builder = builder.orientation(choices.VizOrientation.HORIZONTAL).display_mode(choices.BarGaugeDisplayMode.BASIC)
    builder = builder.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"])).min(least).max(most)
    builder = builder.color_scheme(dashboards.FieldColor().mode(dashboard.FieldColorModeId.THRESHOLDS))
    return builder if decimals is None else builder.decimals(decimals)


def timeline(title, description, queries, meanings, width=24, height=6, explained=True):
    """Bands over time, one a series, each with its word in it; explained where bands may be too short for that."""
    thresholds = [(None, GOOD)]
    builder = _common(statetimeline.Panel(), title, description, "none", queries, width, height, thresholds, ())
    builder = builder.mappings(words(meanings)).merge_values(True).show_value(choices.VisibilityMode.ALWAYS)
    builder = builder.align_value(choices.TimelineValueAlignment.LEFT).row_height(0.85).line_width(1).fill_opacity(80)
    builder = builder.color_scheme(dashboards.FieldColor().mode(dashboard.FieldColorModeId.THRESHOLDS))
    builder = builder.legend(_legend().show_legend(explained))
    return builder.tooltip(common.VizTooltipOptions().mode(choices.TooltipDisplayMode.SINGLE))


def heat(title, description, buckets, width=8, height=8):
    """How many requests took how long, over time; the buckets are rates by le, in seconds."""
    targets = [query(buckets, "{{le}}").format(formats.PromQueryFormat.HEATMAP)]
    builder = _common(heatmap.Panel(), title, description, "s", targets, width, height, PLAIN, ())
    # Its default, said so that the model reads back what it wrote.
    builder = builder.scale_distribution(common.ScaleDistributionConfig().type(choices.ScaleDistribution.LINEAR))
    builder = builder.calculate(False).cell_gap(0).show_color_scale(True).hide_y_histogram()
    builder = builder.mode(choices.TooltipDisplayMode.SINGLE).show_legend()
    builder = builder.y_axis(heatmap.YAxisConfig().unit("s").axis_placement(choices.AxisPlacement.LEFT))
    builder = builder.cell_values(heatmap.CellValues().unit("reqps"))
    # Viridis reads the same to every eye and in grey; the square root lets the rare slow answers be seen.
    return builder.color(
        heatmap.HeatmapColorOptions()
        .mode(heatmaps.HeatmapColorMode.SCHEME)
        .scheme("Viridis")
        .scale(heatmaps.HeatmapColorScale.EXPONENTIAL)
        .exponent(0.5)
        .steps(64)
    )


def rows(title, description, key, columns, width=24, height=6, sort_by=None):
    """A table: one row for each value of the key labels, one column for each (name, expression, properties)."""
    queries = [instant(expression) for _, expression, _ in columns]
    builder = _common(table.Panel(), title, description, "short", queries, width, height, PLAIN, ())
    names = {f"Value #{chr(ord('A') + index)}": name for index, (name, _, _) in enumerate(columns)}
    if len(columns) == 1:
        names = {"Value": columns[0][0]}
    order = {label: index for index, label in enumerate([*key, *names])}
    builder = builder.with_transformation(dashboard.DataTransformerConfig(id_val="merge", options={}))
    builder = builder.with_transformation(
        dashboard.DataTransformerConfig(
            id_val="organize",
            options={"excludeByName": {"Time": True}, "indexByName": order, "renameByName": names},
        )
    )
    for name, _, properties in columns:
        builder = builder.override_by_name(name, [dashboard.DynamicConfigValue(*pair) for pair in properties])
    sort = common.TableSortByFieldState().display_name(sort_by or key[0])
    return builder.no_value("–").filterable(False).sort_by([sort])


def column(unit, thresholds=(), meanings=(), decimals=None):
    """Properties of a column: its unit, and colours by threshold or words by number."""
    properties = [("unit", unit)]
    if decimals is not None:
        properties.append(("decimals", decimals))
    if meanings:
        properties.append(("mappings", words(meanings)))
    if thresholds:
        values = [{"value": value, "color": color} for value, color in thresholds]
        properties.append(("thresholds", {"mode": "absolute", "steps": values}))
    if meanings or thresholds:
        properties.append(("custom.cellOptions", {"type": "color-background", "mode": "basic"}))
    return properties
