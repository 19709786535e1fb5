import Glibc
import ServiceKit

/// How much time a request is made to take beyond its work.
enum LatencyDistribution: Hashable, Sendable {
    case constant(Duration)
    case uniform(ClosedRange<Duration>)
    /// Most answers near the median, a few much slower: the shape of real latencies.
    case logNormal(median: Duration, sigma: Double)

    /// No request waits longer than this, whatever chance says.
    static let longest: Duration = .seconds(600)

    /// Reads `200ms`, `50ms..300ms` or `lognormal(80ms,0.5)`.
    init?(_ text: String) {
        if text.hasPrefix("lognormal("), text.hasSuffix(")") {
            let parts = text.dropFirst("lognormal(".count).dropLast().split(separator: ",")
            guard parts.count == 2, let median = DurationText.parse(String(parts[0])), median > .zero,
                median <= Self.longest,
                let sigma = NumberText.parse(String(parts[1])), sigma <= 5
            else { return nil }
            self = .logNormal(median: median, sigma: sigma)
        } else if let dots = text.indices.dropLast().first(where: { text[$0...].hasPrefix("..") }) {
            guard let low = DurationText.parse(String(text[..<dots])),
                let high = DurationText.parse(String(text[dots...].dropFirst(2))), low <= high, high <= Self.longest
            else { return nil }
            self = .uniform(low...high)
        } else {
            guard let duration = DurationText.parse(text), duration <= Self.longest else { return nil }
            self = .constant(duration)
        }
    }

    /// As it is written.
    var text: String {
        switch self {
        case .constant(let duration): DurationText.format(duration)
        case .uniform(let range):
            "\(DurationText.format(range.lowerBound))..\(DurationText.format(range.upperBound))"
        case .logNormal(let median, let sigma): "lognormal(\(DurationText.format(median)),\(NumberText.format(sigma)))"
        }
    }

    /// One draw.
    func sample(using generator: inout some RandomNumberGenerator) -> Duration {
        switch self {
        case .constant(let duration):
            return duration
        case .uniform(let range):
            let span = range.upperBound - range.lowerBound
            return range.lowerBound + span * Double.random(in: 0...1, using: &generator)
        case .logNormal(let median, let sigma):
            // Box–Muller: two uniform draws make one normal one.
            let first = Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator)
            let second = Double.random(in: 0..<1, using: &generator)
            let normal = (-2 * log(first)).squareRoot() * cos(2 * Double.pi * second)
            // In seconds: a draw far out in the tail is more than a duration can hold.
            return .seconds(min(Self.longest / .seconds(1), median / .seconds(1) * exp(sigma * normal)))
        }
    }
}
