import Foundation
import Testing

@testable import Lab

@Suite struct PromQLTests {
    private let interval = PromQL.Interval(
        start: PromQL.Instant(seconds: 1_000.5),
        end: PromQL.Instant(seconds: 1_030.25)
    )

    @Test func growthIsTheDifferenceOfTwoInstants() {
        #expect(PromQL.growth("x{a=\"b\"}", interval) == "(sum(x{a=\"b\"} @ 1030.250) - sum(x{a=\"b\"} @ 1000.500))")
    }

    @Test func aShareDividesTwoGrowths() {
        #expect(
            PromQL.share("a", of: "b", interval)
                == "(sum(a @ 1030.250) - sum(a @ 1000.500)) / (sum(b @ 1030.250) - sum(b @ 1000.500))"
        )
    }

    @Test func aQuantileKeepsTheBucketsApart() {
        #expect(
            PromQL.quantile(0.99, "d_bucket{m=\"f\"}", interval)
                == "histogram_quantile(0.99, sum by (le) (d_bucket{m=\"f\"} @ 1030.250)"
                + " - sum by (le) (d_bucket{m=\"f\"} @ 1000.500))"
        )
    }

    @Test func rangesAreWholeSeconds() {
        #expect(PromQL.highest("g", interval) == "max(max_over_time(g[30s] @ 1030.250))")
        #expect(
            PromQL.firstGrowth("c", interval)
                == "min_over_time((vector(time()) and (sum(c) > sum(c @ 1000.500)))[30s:1s] @ 1030.250)"
        )
        #expect(PromQL.Interval(start: interval.start, end: interval.start).length == 1)
    }

    @Test func queriesArePercentEncoded() {
        #expect(PrometheusClient.encode("a{b=\"c\"} + 1%\n") == "a%7Bb%3D%22c%22%7D%20%2B%201%25%0A")
    }

    @Test func answersKeepLabelsAndSpecialValues() throws {
        let body = """
            {"status": "success", "data": {"resultType": "vector", "result": [
              {"metric": {"mode": "full"}, "value": [1.5, "0.25"]}, {"metric": {}, "value": [1, "+Inf"]},
              {"metric": {}, "value": [1, "NaN"]}]}}
            """
        let samples = try JSONDecoder().decode(QueryAnswer.self, from: Data(body.utf8)).samples
        #expect(samples[0].labels == ["mode": "full"] && samples[0].value == 0.25)
        #expect(samples[1].value == .infinity)
        #expect(samples[2].value.isNaN)
    }

    @Test func aRefusedQueryIsAnErrorWithPrometheusReason() {
        let body = #"{"status": "error", "errorType": "bad_data", "error": "parse error"}"#
        #expect(throws: LabError("Prometheus refused the query: parse error")) {
            try JSONDecoder().decode(QueryAnswer.self, from: Data(body.utf8))
        }
    }
}
