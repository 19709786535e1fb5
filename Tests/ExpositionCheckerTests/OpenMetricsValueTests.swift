import ExpositionChecker
import Testing

@Suite("OpenMetrics 1.0.0: values")
struct OpenMetricsValueTests {
    private let checker = ExpositionChecker(format: .openMetrics)

    @Test(arguments: [
        Case("a counter that is NaN", "# TYPE a counter\na_total NaN\n", "2: a_total is NaN"),
        Case("a negative counter", "# TYPE a counter\na_total -1\n", "2: a_total is negative"),
        Case("a created that is no time", "# TYPE a counter\na_total 1\na_created +Inf\n", "3: a_created is no time"),
        Case("a sum that is NaN", "# TYPE a summary\na_sum NaN\n", "2: a_sum is NaN"),
        Case("a negative sum", "# TYPE a summary\na_sum -1\n", "2: a_sum is negative"),
        Case("a count that is NaN", "# TYPE a summary\na_count NaN\n", "2: a_count is NaN"),
        Case("a negative count", "# TYPE a summary\na_count -1\n", "2: a_count is negative"),
        Case("half a count", "# TYPE a summary\na_count 0.5\n", "2: a_count is no whole number"),
        Case("a negative quantile's value", "# TYPE a summary\na{quantile=\"0.5\"} -1\n", "2: a is negative"),
        Case("no quantile", "# TYPE a summary\na 0\n", "2: a has no label quantile"),
        Case(
            "a quantile below 0",
            "# TYPE a summary\na{quantile=\"-1.0\"} 0\n",
            "2: a has quantile=\"-1.0\", which is not between 0 and 1"
        ),
        Case(
            "a quantile above 1",
            "# TYPE a summary\na{quantile=\"1.01\"} 0\n",
            "2: a has quantile=\"1.01\", which is not between 0 and 1"
        ),
        Case(
            "a quantile that is no number",
            "# TYPE a summary\na{quantile=\"half\"} 0\n",
            "2: a has quantile=\"half\", which is no number"
        ),
        Case(
            "a quantile that is NaN",
            "# TYPE a summary\na{quantile=\"NaN\"} 0\n",
            "2: a has quantile=\"NaN\", which is no number"
        ),
        Case(
            "a quantile in another spelling",
            "# TYPE a summary\na{quantile=\"1\"} 0\n",
            "2: a has quantile=\"1\", which is written 1.0"
        ),
        Case(
            "a count with a quantile",
            "# TYPE a summary\na_count{quantile=\"0.5\"} 1\n",
            "2: a_count has a label quantile, which only quantiles may"
        ),
        Case("an info of 2", "# TYPE a info\na_info{b=\"c\"} 2\n", "2: a_info is not 1"),
        Case("an info of 0", "# TYPE a info\na_info{b=\"c\"} 0\n", "2: a_info is not 1"),
        Case("a state of 2", "# TYPE a stateset\na{a=\"b\"} 2\n", "2: a is neither 0 nor 1"),
        Case("a state of NaN", "# TYPE a stateset\na{a=\"b\"} NaN\n", "2: a is neither 0 nor 1"),
        Case("a state without a name", "# TYPE a stateset\na 0\n", "2: a has no label a with its state"),
        Case(
            "neither state nor name",
            "# TYPE a stateset\na 2\na{b=\"c\"} 2.0\n",
            "2: a is neither 0 nor 1",
            "2: a has no label a with its state",
            "3: a is neither 0 nor 1",
            "3: a has no label a with its state"
        ),
    ])
    func findsIn(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case("a sum alone", "a_sum 1\n", "2: a has no buckets", "2: a has a _sum and no _count"),
        Case("a sum of NaN", "a_sum NaN\n", "2: a_sum is NaN", "2: a has no buckets", "2: a has a _sum and no _count"),
        Case("a negative sum", "a_bucket{le=\"+Inf\"} 1\na_count 1\na_sum -1\n", "4: a_sum is negative"),
        Case("a count of NaN", "a_bucket{le=\"+Inf\"} 1\na_count NaN\na_sum 1\n", "3: a_count is NaN"),
        Case(
            "a negative count",
            "a_bucket{le=\"+Inf\"} 1\na_count -1\na_sum 1\n",
            "3: a_count is negative",
            "3: a_count is not what the bucket +Inf says"
        ),
        Case("a bucket of NaN", "a_bucket{le=\"+Inf\"} NaN\n", "2: a_bucket is NaN"),
        Case("a negative bucket", "a_bucket{le=\"+Inf\"} -1\n", "2: a_bucket is negative"),
        Case("half a bucket", "a_bucket{le=\"+Inf\"} 0.5\n", "2: a_bucket is no whole number"),
        Case(
            "half a count",
            "a_bucket{le=\"+Inf\"} 0.5\na_count 0.5\na_sum 0\n",
            "2: a_bucket is no whole number",
            "3: a_count is no whole number"
        ),
        Case("a sum without a count", "a_bucket{le=\"+Inf\"} 0\na_sum 0\n", "3: a has a _sum and no _count"),
        Case("a count without a sum", "a_bucket{le=\"+Inf\"} 0\na_count 0\n", "3: a has a _count and no _sum"),
        Case(
            "a sum with a bucket below 0",
            "a_bucket{le=\"-1.0\"} 0\na_bucket{le=\"+Inf\"} 0\na_sum 0\na_count 0\n",
            "4: a has a sum, which a bucket below 0 forbids"
        ),
        Case(
            "a positive sum with a bucket below 0, without a count",
            "a_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 1\n",
            "4: a has a _sum and no _count",
            "4: a has a sum, which a bucket below 0 forbids"
        ),
        Case(
            "a negative sum with a bucket below 0",
            "a_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum -1\na_count 2\n",
            "4: a_sum is negative",
            "4: a has a sum, which a bucket below 0 forbids"
        ),
        Case(
            "another count, before the buckets",
            "a_count 1\na_sum 1\na_bucket{le=\"+Inf\"} 0\n",
            "2: a_count is not what the bucket +Inf says"
        ),
        Case(
            "another count, after the buckets",
            "a_bucket{le=\"+Inf\"} 0\na_count 1\na_sum 1\n",
            "3: a_count is not what the bucket +Inf says"
        ),
        Case("no +Inf", "a_bucket{le=\"1.0\"} 0\n", "2: a has no bucket +Inf"),
        Case("+Inf in other letters", "a_bucket{le=\"+INF\"} 0\n", "2: a_bucket has le=\"+INF\", which is no number"),
        Case("no bound", "a_bucket 0\n", "2: a_bucket has no label le"),
        Case("a bound of NaN", "a_bucket{le=\"NaN\"} 0\n", "2: a_bucket has le=\"NaN\", which is no number"),
        Case(
            "bounds in other spellings",
            "a_bucket{le=\"0\"} 0\na_bucket{le=\"1e-04\"} 0\na_bucket{le=\"1\"} 0\na_bucket{le=\"1e+05\"} 0\na_bucket{le=\"+Inf\"} 0\n",
            "2: a_bucket has le=\"0\", which is written 0.0",
            "3: a_bucket has le=\"1e-04\", which is written 0.0001",
            "4: a_bucket has le=\"1\", which is written 1.0",
            "5: a_bucket has le=\"1e+05\", which is written 100000.0"
        ),
        Case(
            "bounds that descend",
            "a_bucket{le=\"2.0\"} 0\na_bucket{le=\"1.0\"} 0\na_bucket{le=\"+Inf\"} 0\n",
            "3: buckets do not ascend: 1.0 after 2.0"
        ),
        Case(
            "a bucket after +Inf",
            "a_bucket{le=\"+Inf\"} 0\na_bucket{le=\"1.0\"} 0\n",
            "3: buckets do not ascend: 1.0 after +Inf",
            "3: a has no bucket +Inf"
        ),
        Case(
            "counts that fall",
            "a_bucket{le=\"1.0\"} 1\na_bucket{le=\"2.0\"} 1\na_bucket{le=\"+Inf\"} 0\n",
            "4: buckets are not cumulative: fewer than in the one before"
        ),
        Case(
            "a created with a bound",
            "a_bucket{le=\"+Inf\"} 0\na_created{le=\"+Inf\"} 1\n",
            "3: a_created has a label le, which only buckets may",
            "3: a has no buckets"
        ),
        Case(
            "children around each other",
            """
            a_sum{x="1"} 0
            a_bucket{x="2",le="+Inf"} 0
            a_count{x="2"} 0
            a_sum{x="2"} 0
            a_bucket{x="1",le="+Inf"} 0
            a_count{x="1"} 0

            """,
            "6: a: the metric of line 2 again, after another one"
        ),
        Case(
            "a bucket of another child between two",
            "a_bucket{x=\"1\",le=\"1.0\"} 0\na_bucket{x=\"2\",le=\"+Inf\"} 0\na_bucket{x=\"1\",le=\"+Inf\"} 0\n",
            "4: a: the metric of line 2 again, after another one"
        ),
        Case(
            "a point without +Inf",
            "a_bucket{le=\"1.0\"} 0 1\na_bucket{le=\"1.0\"} 0 2\na_bucket{le=\"+Inf\"} 0 2\n",
            "2: a has no bucket +Inf"
        ),
    ])
    func findsInHistograms(_ broken: Case) {
        Case(broken.testDescription, "# TYPE a histogram\n" + broken.body, findings: broken.findings).expect(checker)
    }

    @Test(arguments: [
        Case("a bucket of NaN", "a_bucket{le=\"+Inf\"} NaN\n", "2: a_bucket is NaN"),
        Case("a negative bucket", "a_bucket{le=\"+Inf\"} -1\n", "2: a_bucket is negative"),
        Case("half a bucket", "a_bucket{le=\"+Inf\"} 0.5\n", "2: a_bucket is no whole number"),
        Case(
            "a negative count",
            "a_bucket{le=\"+Inf\"} -1\na_gcount -1\n",
            "2: a_bucket is negative",
            "3: a_gcount is negative",
            "3: a has a _gcount and no _gsum"
        ),
        Case(
            "another count",
            "a_bucket{le=\"+Inf\"} 2\na_gcount 1\na_gsum 1\n",
            "3: a_gcount is not what the bucket +Inf says"
        ),
        Case(
            "a sum of NaN",
            "a_bucket{le=\"+Inf\"} 1\na_gsum NaN\n",
            "3: a_gsum is NaN",
            "3: a has a _gsum and no _gcount"
        ),
        Case("a sum alone", "a_gsum 1\n", "2: a has no buckets", "2: a has a _gsum and no _gcount"),
        Case("a sum without a count", "a_bucket{le=\"+Inf\"} 0\na_gsum 0\n", "3: a has a _gsum and no _gcount"),
        Case("a count without a sum", "a_bucket{le=\"+Inf\"} 0\na_gcount 0\n", "3: a has a _gcount and no _gsum"),
        Case(
            "a negative sum",
            "a_bucket{le=\"+Inf\"} 1\na_gsum -1\na_gcount 1\n",
            "3: a has a negative sum without a bucket below 0"
        ),
        Case("no bound", "a_bucket 0\n", "2: a_bucket has no label le"),
        Case(
            "children around each other",
            "a_gsum{x=\"1\"} 0\na_gsum{x=\"2\"} 0\na_gcount{x=\"1\"} 0\n",
            "2: a has no buckets",
            "3: a has no buckets",
            "3: a has a _gsum and no _gcount",
            "4: a: the metric of line 2 again, after another one"
        ),
    ])
    func findsInGaugeHistograms(_ broken: Case) {
        Case(broken.testDescription, "# TYPE a gaugehistogram\n" + broken.body, findings: broken.findings)
            .expect(checker)
    }
}
