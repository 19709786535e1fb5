/// Bodies that use everything a format has and break none of its rules.
enum SoundBodies {
    static let text = """
        # Comments and blank lines may stand anywhere, and # EOF is one.

        # HELP build_info What was built, with a \\\\ and a\\nline feed, and a "quote".
        # TYPE build_info gauge
        build_info{version="1.0",revision=""} 1
        # HELP jobs_total Jobs.
        # TYPE jobs_total counter
        jobs_total{kind="a\\\\b\\"c\\nd é {,}= # "} 7 1700000000123
        jobs_total{kind="x"} +Inf -5
        # HELP load No type, no metadata but this.
        load NaN
        # TYPE queue_seconds summary
        queue_seconds{quantile="0"} -0.5
        queue_seconds{quantile="0.5"} 0.25
        queue_seconds{quantile="0.99"} 3e-2
        queue_seconds_sum -4.5
        queue_seconds_count 17
        # TYPE temperature untyped
        temperature -Inf
        # TYPE wait_seconds histogram
        wait_seconds_bucket{route="/a",le="-1"} 1
        wait_seconds_bucket{route="/a",le="0.005"} 1
        wait_seconds_bucket{route="/a",le="1.0"} 3
        wait_seconds_bucket{route="/a",le="1e+06"} 3
        wait_seconds_bucket{route="/a",le="+Inf"} 4
        wait_seconds_sum{route="/a"} -0.75
        wait_seconds_count{route="/a"} 4
        wait_seconds_bucket{route="/b",le="+Inf"} 0
        wait_seconds_sum{route="/b"} NaN
        wait_seconds_count{route="/b"} 0

        """

    static let openMetrics = """
        # TYPE build info
        # HELP build What was built, with a \\\\ and a\\nline feed, and a \\"quote\\".
        build_info{version="1.0",revision=""} 1
        # TYPE door stateset
        # HELP door
        door{side="left",door="open"} 0
        door{side="left",door="shut"} 1.0
        door{side="right",door="open"} 1
        door{side="right",door="shut"} 0
        # HELP jobs Jobs.
        # TYPE jobs counter
        jobs_total{kind="a\\\\b\\"c\\nd é {,}= # "} 7 # {trace_id="0af7",span_id=""} 1 1700000000.25
        jobs_created{kind="a\\\\b\\"c\\nd é {,}= # "} 1700000000.5
        jobs_total{kind="x"} +Inf
        load NaN
        # UNIT pause_seconds seconds
        # TYPE pause_seconds counter
        pause_seconds_total{} 0001.50e0
        # TYPE queue_items gaugehistogram
        # UNIT queue_items
        queue_items_bucket{le="-1.0"} 2
        queue_items_bucket{le="+Inf"} 5 # {} 7.5
        queue_items_gcount 5
        queue_items_gsum -3
        # TYPE queue_seconds summary
        queue_seconds{quantile="0.5"} NaN 12.000000001
        queue_seconds{quantile="0.0"} 0.25 12.000000001
        queue_seconds_sum 4.5 12.000000001
        queue_seconds_count 17 12.000000001
        queue_seconds_sum 5 12.000000002
        queue_seconds_count 18 12.000000002
        # TYPE temperature gauge
        temperature{room="a"} -Inf -1
        temperature{room="a"} 20.5 -0.5
        temperature{room="b"} -.5 -1.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{route="/a",le="0.005"} 1 # {trace_id="t"} 0.005
        wait_seconds_bucket{route="/a",le="1.0"} 3
        wait_seconds_bucket{route="/a",le="1e+06"} 3.0
        wait_seconds_bucket{route="/a",le="+Inf"} 4 # {trace_id="u"} +Inf
        wait_seconds_sum{route="/a"} 0.75
        wait_seconds_count{route="/a"} 4
        wait_seconds_created{route="/a"} -3
        wait_seconds_bucket{route="/b",le="+Inf"} 0
        # TYPE zero_degrees histogram
        zero_degrees_bucket{le="-1.0"} 0
        zero_degrees_bucket{le="+Inf"} 3
        # TYPE zz unknown
        zz{le="x",quantile="y"} -1
        # EOF

        """
        .replacing("# HELP door\n", with: "# HELP door \n")
        .replacing("# UNIT queue_items\n", with: "# UNIT queue_items \n")
}
