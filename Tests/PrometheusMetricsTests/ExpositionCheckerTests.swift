import Testing

@Suite("The exposition checker")
struct ExpositionCheckerTests {
    static let sound = """
        # HELP a_seconds H
        # TYPE a_seconds histogram
        a_seconds_bucket{x="1",le="1.0"} 1
        a_seconds_bucket{x="1",le="+Inf"} 2
        a_seconds_sum{x="1"} 3.5
        a_seconds_count{x="1"} 2
        # HELP b_total H
        # TYPE b_total counter
        b_total{x="a\\\\b\\"c\\nd"} 1

        """

    @Test func acceptsSoundText() {
        let checker = ExpositionChecker(Self.sound)
        #expect(checker.violations == [])
        #expect(checker.samples[.init(name: "b_total", labels: ["x": "a\\b\"c\nd"])] == 1)
        #expect(ExpositionChecker("").violations == [])
    }

    @Test(arguments: [
        ("b_total{x=\"a\\\\b", "b_total{x=\"a\\qb", "bad sample"),
        ("b_total{", "b_totl{", "sample outside its family"),
        ("\"} 1\n", "\"} 1", "no final line feed"),
        ("\"} 1\n", "\"} one\n", "bad value"),
        ("\"} 1\n", "\"} inf\n", "bad value"),
        ("\"} 1\n", "\"} -1\n", "negative count"),
        ("\"} 1\n", "\"} 1\r\n", "carriage return"),
        ("le=\"1.0\"} 1", "le=\"1.0\"} 3", "buckets not cumulative"),
        ("a_seconds_bucket{x=\"1\",le=\"+Inf\"} 2\n", "", "no +Inf bucket"),
        ("_count{x=\"1\"} 2", "_count{x=\"1\"} 1", "_count is not the +Inf bucket"),
        ("a_seconds_sum{x=\"1\"} 3.5\n", "", "no _sum"),
        ("a_seconds_sum{x=\"1\"} 3.5\n", "a_seconds_sum{x=\"1\"} 3.5\n\n", "empty line"),
        ("a_seconds_sum{x=\"1\"} 3.5\n", "a_seconds_sum{x=\"1\"} 3.5\na_seconds_sum{x=\"1\"} 4\n", "duplicate series"),
        ("# HELP b_total H\n", "", "TYPE without HELP"),
        ("# TYPE b_total counter\n", "", "sample without TYPE"),
        ("# HELP b_total H\n", "# HELP b_total H\n# HELP a_seconds H\n", "family in two groups"),
    ])
    func rejects(replacing old: String, with new: String, because reason: String) throws {
        let range = try #require(Self.sound.lastRange(of: old))
        let broken = Self.sound.replacingCharacters(in: range, with: new)
        #expect(ExpositionChecker(broken).violations.contains { $0.hasPrefix(reason) })
    }
}

extension String {
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        ranges(of: text).last
    }

    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
