import HTTPCore
import ServiceKit

/// Where requests go, under a name of its own in the metrics.
struct LoadTarget: Hashable, Sendable {
    let name: String
    let url: HTTPURL
}

/// How requests are spread over time.
enum Arrivals: String, Sendable, CaseIterable {
    /// At equal distances.
    case constant
    /// At random, as independent users come.
    case poisson
}

/// The load generator's own settings.
enum LoadSettings {
    static let targets = Setting<[LoadTarget]>(
        "TARGETS",
        default: "full=http://client-service:8080/api/data",
        accepted: "name=http://host:port/path pairs with different names of letters, digits, - and _, parted by commas",
        summary: "what is asked"
    ) { text in
        var targets: [LoadTarget] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, isName(pair[0]), !targets.contains(where: { $0.name == pair[0] }) else { return nil }
            do throws(HTTPURLError) {
                targets.append(LoadTarget(name: pair[0], url: try HTTPURL(pair[1])))
            } catch {
                return nil
            }
        }
        return targets
    }
    static let rates: ClosedRange<Double> = 0.001...100_000
    static let rate = Setting.number(
        "RATE",
        default: "50",
        range: rates,
        "requests per second and target"
    )
    static let duration = Setting<Duration?>(
        "DURATION",
        default: "",
        accepted: "a duration such as 30s or 5m",
        summary: "how long; without it until it is stopped. When it is over, the program drains and exits"
    ) { text in
        if text.isEmpty { return .some(nil) }
        guard let duration = DurationText.parse(text), duration > .zero else { return nil }
        return .some(duration)
    }
    static let arrivals = Setting<Arrivals>.choice(
        "ARRIVALS",
        default: .constant,
        "how requests are spread over time"
    )
    static let timeout = Setting.duration(
        "LOAD_TIMEOUT",
        default: "35s",
        range: .milliseconds(1) ... .seconds(3600),
        "how long an answer may take"
    )

    static let all: [SettingDescription] = [
        targets.description, rate.description, duration.description, arrivals.description, timeout.description,
    ]

    /// Whether a text can serve as the name of a target, an experiment or a fault: a bounded label.
    static func isName(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
