import ExpositionChecker
import Testing

@Suite("OpenMetrics 1.0.0: families")
struct OpenMetricsFamilyTests {
    private let checker = ExpositionChecker(format: .openMetrics)

    @Test(arguments: [
        Case("help twice", "# HELP a \n# HELP a \n", "2: a second HELP of a"),
        Case("help twice, with words", "# HELP a A.\n# TYPE a gauge\n# HELP a A.\n", "3: a second HELP of a"),
        Case("a type twice", "# TYPE a counter\n# TYPE a counter\n", "2: a second TYPE of a"),
        Case("two types", "# TYPE a info\n# TYPE a counter\n", "2: a second TYPE of a"),
        Case(
            "two types that are none",
            "# TYPE a untyped\n# TYPE a untyped\n",
            "1: no type \"untyped\"",
            "2: no type \"untyped\""
        ),
        Case("a unit twice", "# UNIT a_bytes bytes\n# UNIT a_bytes bytes\n", "2: a second UNIT of a_bytes"),
        Case("a type after samples", "# HELP a A.\na 1\n# TYPE a gauge\n", "3: TYPE of a after its samples"),
        Case("help after samples", "# TYPE a gauge\na 1\n# HELP a A.\n", "3: HELP of a after its samples"),
        Case(
            "a unit after samples",
            "# TYPE a_bytes gauge\na_bytes 1\n# UNIT a_bytes bytes\n",
            "3: UNIT of a_bytes after its samples"
        ),
        Case("a unit that is no suffix", "# UNIT a bytes\n", "1: a does not end in its unit, _bytes"),
        Case("a unit without underscore", "# UNIT abytes bytes\n", "1: abytes does not end in its unit, _bytes"),
        Case(
            "a counter's unit after its suffix",
            "# TYPE a_total_bytes counter\n# UNIT a_total_bytes total\n",
            "2: a_total_bytes does not end in its unit, _total"
        ),
        Case("an info with a unit", "# TYPE a_b info\n# UNIT a_b b\n", "2: the info a_b has a unit"),
        Case("a stateset with a unit", "# UNIT a_b b\n# TYPE a_b stateset\n", "1: the stateset a_b has a unit"),
        Case("a reserved name", "# TYPE _a gauge\n", "1: the name _a is reserved: it begins with an underscore"),
        Case(
            "a family in two groups",
            "# TYPE a gauge\na{x=\"1\"} 1\n# TYPE b gauge\nb 1\na{x=\"2\"} 1\n",
            "5: a in two groups: it began at line 1"
        ),
        Case(
            "a counter's samples under another",
            "# TYPE a counter\n# TYPE b counter\na_total 1\n",
            "3: a in two groups: it began at line 1"
        ),
        Case(
            "a summary around another name",
            "# TYPE a summary\nquantile{quantile=\"0\"} 0\na_sum{x=\"1\"} 0\nquantile{quantile=\"1\"} 0\n",
            "3: a in two groups: it began at line 1",
            "4: quantile in two groups: it began at line 2"
        ),
    ])
    func findsInMetadata(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case(
            "a gauge as created",
            "# TYPE a_created gauge\n# TYPE a counter\n",
            "2: the counter a clashes with the gauge a_created: both can have a sample a_created"
        ),
        Case(
            "a gauge as total",
            "# TYPE a counter\na_total 1\n# TYPE a_total gauge\na_total{x=\"1\"} 2\n",
            "3: the gauge a_total clashes with the counter a: both can have a sample a_total"
        ),
        Case(
            "without types",
            "a_info 1\n# TYPE a info\n",
            "2: the info a clashes with the unknown a_info: both can have a sample a_info"
        ),
        Case(
            "two suffixes",
            "# TYPE a histogram\n# TYPE a_count gauge\n# TYPE a_sum unknown\n",
            "2: the gauge a_count clashes with the histogram a: both can have a sample a_count",
            "3: the unknown a_sum clashes with the histogram a: both can have a sample a_sum"
        ),
        Case("no clash: a counter only has names with suffixes", "# TYPE a histogram\n# TYPE a_count counter\n"),
    ])
    func findsClashes(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case(
            "a counter without total",
            "# TYPE a counter\na 1\n",
            "2: a is no sample of the counter a: a_total, a_created"
        ),
        Case("a created without a total", "# TYPE a counter\na_created 1\n", "2: a has no _total"),
        Case(
            "an info without suffix",
            "# TYPE a info\na 2\na 2.0\n",
            "2: a is no sample of the info a: a_info",
            "3: a is no sample of the info a: a_info"
        ),
        Case(
            "a histogram without suffix",
            "# TYPE a histogram\na 1\n",
            "2: a is no sample of the histogram a: a_bucket, a_count, a_sum, a_created"
        ),
        Case(
            "a gaugehistogram without suffix",
            "# TYPE a gaugehistogram\na 1\n",
            "2: a is no sample of the gaugehistogram a: a_bucket, a_gcount, a_gsum"
        ),
        Case("a stranger that may be", "# TYPE a counter\na_bucket 1\n"),
    ])
    func findsWrongSuffixes(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case("the same series", "a 1\na 1\n", "2: the series of line 1 again"),
        Case("the same series at the same time", "a 1 5\na 2 5.0\n", "2: the series of line 1 again"),
        Case("the same series with an empty label", "a{b=\"\"} 1\na{c=\"\"} 1\n", "2: the series of line 1 again"),
        Case("the same state", "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"x\"} 0\n", "3: the series of line 2 again"),
        Case(
            "a metric again",
            "# TYPE a gauge\na{x=\"1\"} 1 1\na{x=\"2\"} 1 1\na{x=\"1\"} 1 2\n",
            "4: a: the metric of line 2 again, after another one"
        ),
        Case(
            "a summary's metric again",
            "# TYPE a summary\na_sum{x=\"1\"} 1\na_sum{x=\"2\"} 1\na_count{x=\"1\"} 1\na_count{x=\"2\"} 1\n",
            "4: a: the metric of line 2 again, after another one",
            "5: a: the metric of line 3 again, after another one"
        ),
        Case(
            "a stateset's metric again",
            "# TYPE a stateset\na{x=\"1\",a=\"s\"} 1\na{x=\"2\",a=\"s\"} 1\na{x=\"1\",a=\"t\"} 0\n",
            "4: a: the metric of line 2 again, after another one"
        ),
        Case(
            "points interleaved",
            "# TYPE a summary\na_count 0 1\na_count 0 2\na_sum 0 1\na_sum 0 2\n",
            "4: the timestamp goes back within a metric of a"
        ),
    ])
    func findsRepetition(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        ("-1", "-2"), ("-1", "-1.1"), ("1", "-1"), ("1.1", "1"), ("1", "0"), ("0.01", "0.001"), ("10", "9"),
        ("1e3", "999.9"),
        ("1700000000.000000002", "1700000000.000000001"), ("0", "-0.1"),
        ("12345678901234567891", "12345678901234567890"),
    ])
    func timestampsGoForward(later: String, earlier: String) {
        let backwards = "# TYPE a gauge\na 0 \(later)\na 0 \(earlier)\n# EOF\n"
        #expect(
            checker.check(backwards.utf8).map(\.description) == ["line 3: the timestamp goes back within a metric of a"]
        )
        #expect(checker.check("# TYPE a gauge\na 0 \(earlier)\na 0 \(later)\n# EOF\n".utf8) == [])
        let others = "# TYPE a gauge\na{x=\"1\"} 0 \(later)\na{x=\"2\"} 0 \(earlier)\n# EOF\n"
        #expect(checker.check(others.utf8) == [])
    }

    @Test(arguments: ["a 0\na 0 0\n", "a 0 0\na 0\n"])
    func aMetricHasTimestampsOrNone(samples: String) {
        let body = "# TYPE a gauge\n" + samples + "# EOF\n"
        #expect(
            checker.check(body.utf8).map(\.description)
                == ["line 3: only some samples of a metric of a have timestamps"]
        )
    }
}
