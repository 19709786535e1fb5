import ExpositionChecker
import Testing

@Suite("OpenMetrics 1.0.0: exemplars")
struct ExemplarTests {
    private let checker = ExpositionChecker(format: .openMetrics)

    private static let form = "an exemplar is \" # \", labels in braces, and a value"

    @Test(arguments: [
        ("1 #", form), ("1# {} 1", "\"1#\" is neither a decimal number nor NaN, +Inf or -Inf"), ("1 #{} 1", form),
        ("1 # {}1", "no space before the exemplar's value"), ("1 # {} 1 ", "a blank at the end of the line"),
        ("1 # {} 1 1 ", "\" \" after the value"), ("1 # {} 1 1 1", "\" 1\" after the value"),
        ("1 # 1", form), ("1 # {}", "no space before the exemplar's value"), ("1 # {} ", "no value"),
        ("1 # {} 0x1p-2", "\"0x1p-2\" is neither a decimal number nor NaN, +Inf or -Inf"),
        ("1 5 # {id=\"a\"}  ", "no value"), ("1 5 # id=\"a\"} 1", form), ("1 5 #id=\" # \"} 1", form),
        ("1 5 id=\" # \"} 1", "\"id=\" # \"} 1\" after the timestamp"),
        ("1 # {id=\"a\",id=\"b\"} 1", "the label id twice"), ("1 # {i-d=\"a\"} 1", "\"i-d\" is no label name"),
        ("1 # {id=\"\\a\"} 1", "no escape \"\\a\""),
        ("1 # {id=\"a\"} 1 # {id=\"b\"} 1", "\"#\" is no timestamp: a decimal number of seconds"),
    ])
    func findsInTheirForm(end: String, message: String) {
        let body = "# TYPE a histogram\na_bucket{le=\"+Inf\"} \(end)\n# EOF\n"
        #expect(checker.check(body.utf8).map(\.description) == ["line 2: \(message)"])
    }

    @Test(arguments: [
        "1 # {} 1", "1 # {id=\"a\"} 1 2.5", "1 5 # {id=\"a # {}\"} -3", "1 -5.5 # {id=\"\\\"\\\\\\n\"} 1e3 1e3",
    ])
    func takesEveryForm(end: String) {
        #expect(checker.check("# TYPE a histogram\na_bucket{le=\"+Inf\"} \(end)\n# EOF\n".utf8) == [])
        #expect(checker.check("# TYPE a counter\na_total \(end)\n# EOF\n".utf8) == [])
    }

    @Test(arguments: [
        ("gauge", "a"), ("unknown", "a"), ("info", "a_info"), ("stateset", "a{a=\"b\"}"), ("summary", "a_count"),
        ("summary", "a{quantile=\"0.5\"}"), ("gaugehistogram", "a_sum"),
    ])
    func findsThemElsewhere(type: String, sample: String) {
        let body = "# TYPE a \(type)\n\(sample) 1 # {id=\"b\"} 0.5\n# EOF\n"
        let name = sample.prefix { $0 != "{" }
        let message = "line 2: \(name) has an exemplar, which only buckets and a counter's _total may"
        #expect(checker.check(body.utf8).map(\.description) == [message])
    }

    @Test(arguments: [
        Case(
            "a gauge that is called a bucket",
            "# TYPE a_bucket gauge\na_bucket 1 # {} 1\n",
            "2: a_bucket has an exemplar, which only buckets and a counter's _total may"
        ),
        Case(
            "a total without a counter",
            "a_total 1 # {} 1\n",
            "1: a_total has an exemplar, which only buckets and a counter's _total may"
        ),
        Case(
            "a created",
            "# TYPE a counter\na_total 1\na_created 1 # {} 1\n",
            "3: a_created has an exemplar, which only buckets and a counter's _total may"
        ),
        Case(
            "a histogram's sum and count",
            "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1 # {} 1\na_count 1 # {} 1\n",
            "3: a_sum has an exemplar, which only buckets and a counter's _total may",
            "4: a_count has an exemplar, which only buckets and a counter's _total may"
        ),
        Case(
            "a value above its bucket",
            "# TYPE a histogram\na_bucket{le=\"1.0\"} 1 # {} 1.5\na_bucket{le=\"+Inf\"} 1 # {} 1.5\n",
            "2: the exemplar's value lies outside its bucket"
        ),
        Case(
            "a value that is NaN",
            "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1 # {} NaN\n",
            "2: the exemplar's value lies outside its bucket"
        ),
    ])
    func findsAtTheirSample(_ broken: Case) { broken.expect(checker) }

    /// Names and values count, in code points: neither bytes nor what looks like one character.
    @Test(arguments: [("x", 1), ("\u{2603}", 1), ("\u{1F680}", 1), ("e\u{301}", 2), ("\\n", 1), ("\\\"", 1)])
    func haveAtMost128Characters(character: String, length: Int) {
        func check(_ count: Int) -> [String] {
            let labels = "{id=\"\(String(repeating: character, count: count / length))\",k=\"\"}"
            let body = "# TYPE a counter\na_total 1 # \(labels) 1\n# EOF\n"
            return checker.check(body.utf8).map(\.description)
        }
        // Three more are the names.
        let most = 125 - 125 % length
        #expect(check(most) == [])
        let over = most + length + 3
        #expect(check(most + length) == ["line 2: the exemplar's labels have \(over) characters, more than 128"])
    }
}
