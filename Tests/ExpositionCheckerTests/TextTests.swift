import ExpositionChecker
import Testing

@Suite("Text format 0.0.4")
struct TextTests {
    private let checker = ExpositionChecker(format: .text)

    @Test func soundTextHasNoFindings() {
        #expect(checker.check(SoundBodies.text.utf8) == [])
    }

    @Test(arguments: [
        Case("nothing at all", ""),
        Case("blanks and tabs between all tokens", "a \t{ \tb\t= \"c\" , d=\"e\" ,\t} \t1 \t2\n"),
        Case("no blanks where tokens cannot merge", "a{b=\"c\"}1\n"),
        Case("braces without labels", "a{} 1\n"),
        Case("blanks in metadata", "#\tHELP  a\tb \n \t#TYPE\ta\t gauge\na 1\n"),
        Case("help without words", "# HELP a\na 1\n"),
        Case("what other words after # say", "# EOF\n# UNIT a b\n#\n#HELPER\na 1\n"),
        Case("a type after the help or before it", "# TYPE a gauge\n# HELP a A.\na 1\n"),
        Case("a family without samples", "# TYPE a gauge\n# TYPE b counter\nb 1\n"),
        Case("a name with colons", "a:b:c 1\n"),
        Case("a label with one underscore in front", "a{_b=\"c\"} 1\n"),
        Case("a counter with any suffix", "# TYPE a_count counter\na_count 1\n"),
    ])
    func leavesFree(_ sound: Case) { sound.expect(checker) }

    @Test(arguments: [
        Case("no final line feed", "a 1", "1: no line feed at the end"),
        Case("carriage returns", "a 1\r\nb 1\n", "1: a carriage return before the line feed"),
        Case("a byte order mark", "\u{FEFF}a 1\n", "1: a byte order mark"),
        Case("a name that begins with a digit", "0a 1\n", "1: \"0a\" is no metric name"),
        Case("a name in UTF-8", "é 1\n", "1: \"é\" is no metric name"),
        Case("a name in braces", "{\"a.b\"} 1\n", "1: no metric name"),
        Case("no value", "a\n", "1: a has no value"),
        Case("no value after labels", "a{b=\"c\"} \n", "1: a has no value"),
        Case(
            "a blank before a sample",
            " a 1\n\tb 1\n",
            "1: a blank before the sample",
            "2: a blank before the sample"
        ),
        Case(
            "a blank after a sample",
            "a 1 \nb 1 2\t\n",
            "1: a blank at the end of the line",
            "2: a blank at the end of the line"
        ),
        Case("a blank after a type", "# TYPE a gauge \n", "1: a blank at the end of the line"),
        Case("a value that is a word", "a one\n", "1: \"one\" is neither a decimal number nor NaN, +Inf or -Inf"),
        Case("lower-case infinity", "a inf\n", "1: \"inf\" is neither a decimal number nor NaN, +Inf or -Inf"),
        Case("Go's NaN in other letters", "a Nan\n", "1: \"Nan\" is neither a decimal number nor NaN, +Inf or -Inf"),
        Case("a value beyond a double", "a 1e400\n", "1: \"1e400\" is neither a decimal number nor NaN, +Inf or -Inf"),
        Case("a timestamp in seconds", "a 1 1.5\n", "1: \"1.5\" is no timestamp: a whole number of milliseconds"),
        Case(
            "a timestamp beyond 64 bits",
            "a 1 9223372036854775808\n",
            "1: \"9223372036854775808\" is no timestamp: a whole number of milliseconds"
        ),
        Case("a third number", "a 1 2 3\n", "1: \"3\" after the timestamp"),
        Case("an exemplar", "a 1 # {b=\"c\"} 1\n", "1: the text format has no exemplars"),
        Case("an exemplar after a timestamp", "a 1 2 # {b=\"c\"} 1\n", "1: the text format has no exemplars"),
        Case("two commas", "a{b=\"c\",,} 1\n", "1: no label name"),
        Case("a comma alone", "a{,} 1\n", "1: no label name"),
        Case("no comma", "a{b=\"c\" d=\"e\"} 1\n", "1: no comma or brace after the label b"),
        Case("no closing brace", "a{b=\"c\" 1\n", "1: no comma or brace after the label b"),
        Case("a label twice", "a{b=\"c\",b=\"d\"} 1\n", "1: the label b twice"),
        Case("a label with a colon", "a{b:c=\"d\"} 1\n", "1: \"b:c\" is no label name"),
        Case("a label of Prometheus itself", "a{__name__=\"b\"} 1\n", "1: the label name __name__ is reserved"),
        Case("an unknown escape in a label", "a{b=\"\\q\"} 1\n", "1: no escape \"\\q\""),
        Case("an escaped letter of two bytes", "a{b=\"\\é\"} 1\n", "1: no escape \"\\é\""),
        Case("an unknown escape in help", "# HELP a \\t\n", "1: no escape \"\\t\""),
        Case("an escaped quote in help", "# HELP a \\\"\n", "1: no escape \"\\\"\""),
        Case("a backslash at the end of help", "# HELP a b\\\n", "1: a backslash at the end escapes nothing"),
        Case("help without a name", "# HELP\n", "1: no metric name"),
        Case("help for no name", "# HELP a.b c\n", "1: \"a.b\" is no metric name"),
        Case("help for labels", "# HELP a{b=\"c\"} d\n", "1: labels in the description of a"),
        Case("a type without a name", "# TYPE\n", "1: no metric name"),
        Case("no type", "# TYPE a\n", "1: no type \"\""),
        Case("a type of OpenMetrics", "# TYPE a info\n", "1: no type \"info\""),
        Case("the type unknown", "# TYPE a unknown\n", "1: no type \"unknown\""),
        Case("a type and a word", "# TYPE a gauge b\n", "1: more than a name and a type after TYPE"),
        Case(
            "control characters in a quotation",
            "a \u{1B}[31m\n",
            "1: \"\\u{1B}[31m\" is neither a decimal number nor NaN, +Inf or -Inf"
        ),
    ])
    func findsInLines(_ broken: Case) { broken.expect(checker) }

    @Test func findsWhatIsNotUTF8() {
        for bytes in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]] {
            let body = Array("a 1\nb{c=\"".utf8) + bytes + Array("\"} 1\n".utf8)
            #expect(checker.check(body).map(\.description) == ["line 2: not UTF-8"])
        }
    }

    @Test(arguments: [
        Case("help twice", "# HELP a b\n# HELP a b\n", "2: a second HELP of a"),
        Case("type twice", "# TYPE a gauge\n# TYPE a gauge\na 1\n", "2: a second TYPE of a"),
        Case("type after a sample", "a 1\n# TYPE a gauge\n", "2: TYPE of a after its samples"),
        Case("help after a sample", "a 1\n# HELP a b\n", "2: HELP of a after its samples"),
        Case("a family in two groups", "a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n", "3: a in two groups: it began at line 1"),
        Case(
            "metadata in two groups",
            "# TYPE a gauge\n# TYPE b gauge\n# HELP a A.\n",
            "3: a in two groups: it began at line 1"
        ),
        Case(
            "metadata for what was there",
            "# TYPE a gauge\na 1\n# TYPE b gauge\n# TYPE a gauge\n",
            "4: a in two groups: it began at line 1"
        ),
        Case(
            "a histogram around a gauge",
            "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\nb 1\na_sum 1\na_count 1\n",
            "4: a in two groups: it began at line 1"
        ),
        Case("a series twice", "a{b=\"c\",d=\"e\"} 1\na{d=\"e\",b=\"c\"} 2\n", "2: the series of line 1 again"),
        Case("a series twice, at two times", "a 1 1\na 2 2\n", "2: the series of line 1 again"),
        Case("a series twice, with an empty label", "a 1\na{b=\"\"} 2\n", "2: the series of line 1 again"),
        Case(
            "a gauge with the name of a bucket",
            "# TYPE a_bucket gauge\na_bucket 1\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "3: the histogram a clashes with the gauge a_bucket: both can have a sample a_bucket"
        ),
        Case(
            "a histogram without suffix",
            "# TYPE a histogram\na 1\n",
            "2: a is no sample of the histogram a: a_bucket, a_count, a_sum"
        ),
    ])
    func findsInFamilies(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case("a negative counter", "# TYPE a counter\na -1\n", "2: a is negative"),
        Case("a counter that is NaN", "# TYPE a counter\na NaN\n", "2: a is NaN"),
        Case("half a count", "# TYPE a summary\na_sum 1\na_count 0.5\n", "3: a_count is no whole number"),
        Case("an endless count", "# TYPE a summary\na_sum 1\na_count +Inf\n", "3: a_count is no whole number"),
        Case(
            "a summary without a quantile",
            "# TYPE a summary\na 1\na_sum 1\na_count 1\n",
            "2: a has no label quantile"
        ),
        Case(
            "a quantile above 1",
            "# TYPE a summary\na{quantile=\"1.01\"} 1\na_sum 1\na_count 1\n",
            "2: a has quantile=\"1.01\", which is not between 0 and 1"
        ),
        Case(
            "quantiles that descend",
            "# TYPE a summary\na{quantile=\"0.9\"} 1\na{quantile=\"0.5\"} 1\na_sum 1\na_count 1\n",
            "3: quantiles do not ascend: 0.5 after 0.9"
        ),
        Case(
            "a summary without sum and count",
            "# TYPE a summary\na{quantile=\"0.5\"} 1\n",
            "2: a has no _sum",
            "2: a has no _count"
        ),
        Case(
            "a sum with a quantile",
            "# TYPE a summary\na_sum{quantile=\"0.5\"} 1\na_count{quantile=\"0.5\"} 1\n",
            "2: a_sum has a label quantile, which only quantiles may",
            "3: a_count has a label quantile, which only quantiles may"
        ),
    ])
    func findsInValues(_ broken: Case) { broken.expect(checker) }

    @Test(arguments: [
        Case("a bucket without a bound", "a_bucket 1\na_sum 1\na_count 1\n", "2: a_bucket has no label le"),
        Case(
            "a bound that is no number",
            "a_bucket{le=\"x\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "2: a_bucket has le=\"x\", which is no number"
        ),
        Case("a bound that is NaN", "a_bucket{le=\"NaN\"} 1\n", "2: a_bucket has le=\"NaN\", which is no number"),
        Case(
            "a bound with zeros",
            "a_bucket{le=\"1.00\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "2: a_bucket has le=\"1.00\", which is written 1.0"
        ),
        Case("no +Inf", "a_bucket{le=\"1.0\"} 1\na_sum 1\na_count 1\n", "2: a has no bucket +Inf"),
        Case("no buckets", "a_sum 1\na_count 1\n", "2: a has no buckets"),
        Case("no sum", "a_bucket{le=\"+Inf\"} 1\na_count 1\n", "2: a has no _sum"),
        Case("no count", "a_bucket{le=\"+Inf\"} 1\na_sum 1\n", "2: a has no _count"),
        Case(
            "another count",
            "a_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 1\n",
            "4: a_count is not what the bucket +Inf says"
        ),
        Case(
            "bounds that descend",
            "a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "3: buckets do not ascend: 1.0 after 2.0"
        ),
        Case(
            "a bound in two spellings",
            "a_bucket{le=\"1\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "3: buckets do not ascend: 1.0 after 1.0"
        ),
        Case(
            "counts that fall",
            "a_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "3: buckets are not cumulative: fewer than in the one before"
        ),
        Case(
            "a negative bucket",
            "a_bucket{le=\"+Inf\"} -1\na_sum 1\na_count -1\n",
            "2: a_bucket is negative",
            "4: a_count is negative"
        ),
        Case(
            "a bound on the sum",
            "a_bucket{le=\"+Inf\"} 1\na_sum{le=\"1\"} 1\na_count 1\n",
            "2: a has no _sum",
            "3: a_sum has a label le, which only buckets may",
            "3: a has no buckets",
            "3: a has no _count",
            "4: a: the metric of line 2 again, after another one"
        ),
        Case(
            "two children interleaved",
            """
            a_bucket{x="1",le="+Inf"} 1
            a_bucket{x="2",le="+Inf"} 1
            a_sum{x="1"} 1
            a_count{x="1"} 1
            a_sum{x="2"} 1
            a_count{x="2"} 1

            """,
            "4: a: the metric of line 2 again, after another one",
            "6: a: the metric of line 3 again, after another one"
        ),
    ])
    func findsInHistograms(_ broken: Case) {
        Case(broken.testDescription, "# TYPE a histogram\n" + broken.body, findings: broken.findings).expect(checker)
    }
}
