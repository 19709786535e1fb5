import Resilience
import ServiceKit

extension Setting where Value == LatencyThreshold? {
    /// A threshold that is off unless it is set: `off`, a duration, or a quantile of what is observed such as `p95`,
    /// with a factor where one is wanted, such as `p99x3`.
    static func threshold(_ name: String, _ summary: String) -> Setting {
        Setting(
            name,
            default: "off",
            accepted: "off, a duration such as 250ms, or an observed quantile such as p95 or p99x3",
            summary: summary
        ) { text in
            if text == "off" { return .some(nil) }
            guard let threshold = parse(text) else { return nil }
            do throws(ResilienceConfigurationError) {
                try threshold.validate()
                return threshold
            } catch {
                return nil
            }
        }
    }

    private static func parse(_ text: String) -> LatencyThreshold? {
        guard text.hasPrefix("p") else { return DurationText.parse(text).map { .fixed($0) } }
        let parts = text.dropFirst().split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
        guard let percent = NumberText.parse(String(parts[0])) else { return nil }
        guard parts.count == 2 else { return .quantile(percent / 100, times: 1) }
        return NumberText.parse(String(parts[1])).map { .quantile(percent / 100, times: $0) }
    }
}

extension Setting where Value == BreakerWindow {
    /// A window of time such as `10s`, or of calls such as `100calls`.
    static func window(_ name: String, default text: String, _ summary: String) -> Setting {
        Setting(
            name,
            default: text,
            accepted:
                "a duration from 10ms to 1h, such as 10s, or a number of calls from 1 to 100000, such as 100calls",
            summary: summary
        ) { text in
            if text.hasSuffix("calls") {
                guard let count = NumberText.parseInteger(String(text.dropLast("calls".count))),
                    (1...100_000).contains(count)
                else { return nil }
                return .calls(count)
            }
            guard let length = DurationText.parse(text), (.milliseconds(10) ... .seconds(3600)).contains(length)
            else { return nil }
            return .time(length)
        }
    }
}
