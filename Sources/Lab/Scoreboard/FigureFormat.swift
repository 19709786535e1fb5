import Foundation

/// Numbers as the scoreboard shows them. Pure.
enum FigureFormat {
    static let missing = "n/a"

    /// - Parameter digits: after the point of a ratio.
    static func text(_ value: Double?, _ unit: Figure.Unit, digits: Int = 1) -> String {
        guard let value, value.isFinite else { return missing }
        return switch unit {
        case .ratio: ratio(value, digits: digits)
        case .change: change(value)
        case .seconds: seconds(value)
        case .count: String(format: "%.0f", value)
        }
    }

    /// A share in per cent, rounded down: 0.9996 must not read as 100 %.
    static func ratio(_ value: Double, digits: Int) -> String {
        let scale = pow(10, Double(digits))
        // The addend keeps a value that is exact in decimals, such as 0.57, from falling to the digit below.
        let percent = (value * 100 * scale + 1e-9).rounded(.down) / scale
        return String(format: "%.\(digits)f %%", percent)
    }

    /// Growth in per cent, to the nearest: what something costs must not read as less.
    private static func change(_ value: Double) -> String {
        let percent = (value * 100).rounded()
        return String(format: "%+.0f %%", percent == 0 ? 0 : percent)
    }

    /// Three significant digits, in seconds from one second on and in milliseconds below.
    static func seconds(_ value: Double) -> String {
        let (scaled, unit) = value >= 1 ? (value, "s") : (value * 1_000, "ms")
        let digits = scaled >= 100 || scaled == 0 ? 0 : scaled >= 10 ? 1 : 2
        return String(format: "%.\(digits)f \(unit)", scaled)
    }

    /// `40.0 % → 90.0 %`; one side alone where the other is not claimed.
    static func claim(_ claim: Figure.Claim?, _ unit: Figure.Unit) -> String {
        guard let claim else { return "" }
        return [claim.before, claim.after].compactMap { $0.map { text($0, unit) } }.joined(separator: " → ")
    }
}
