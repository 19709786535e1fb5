import Foundation
import Resilience
import Testing

/// docs/resilience.md lists each configuration's properties with the defaults they have.
@Suite struct DefaultsTableTests {
    private struct Row: Equatable {
        var property: String
        var standard: String
    }

    /// The table that is headed by the type's name: the first two columns of its rows.
    private func table(_ type: String) throws -> [Row] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let guide = try String(contentsOf: root.appending(path: "docs/resilience.md"), encoding: .utf8)
        let lines = guide.split(separator: "\n", omittingEmptySubsequences: false)
        let header = try #require(lines.firstIndex { $0.hasPrefix("| `\(type)` | default |") }, "no table of \(type)")
        return lines[(header + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: ["`", " "]) }
            return Row(property: cells[0], standard: cells[1])
        }
    }

    /// The properties of a configuration, those of one within it after its name and a point.
    private func rows(_ configuration: Any, prefix: String = "") -> [Row] {
        Mirror(reflecting: configuration).children.flatMap { label, value in
            let property = prefix + (label ?? "")
            return value is Backoff
                ? rows(value, prefix: property + ".") : [Row(property: property, standard: text(value))]
        }
    }

    private func text(_ value: Any) -> String {
        switch value {
        case let value as Duration where value < .seconds(1): "\(Int(value / .milliseconds(1))) ms"
        case let value as Duration: "\(Int(value / .seconds(1))) s"
        case let value as Double where value == value.rounded(): "\(Int(value))"
        case BreakerWindow.time(let length): text(length)
        case Optional<Any>.none: "none"
        default: "\(value)"
        }
    }

    @Test func everyDefaultIsAsTheSourceHasIt() throws {
        let configurations: [Any] = [
            CircuitBreakerConfiguration(), RetryPolicy(), RetryBudgetConfiguration(), BulkheadConfiguration(),
            AdaptiveLimitConfiguration(), RateLimiterConfiguration(), ThrottleConfiguration(),
            LatencyQuantilesConfiguration(), StaleFallbackConfiguration(), OutlierConfiguration(),
        ]
        for configuration in configurations {
            #expect(try table("\(type(of: configuration))") == rows(configuration))
        }
    }
}
