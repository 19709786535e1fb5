import Foundation

/// How a figure differs between two runs. Pure.
enum FigureChange {
    /// What `after` is against `before`: in percentage points for shares, in per cent for seconds, as a difference for
    /// counts. The missing-value sign where either is missing.
    static func text(_ before: Double?, _ after: Double?, _ unit: Figure.Unit) -> String {
        guard let before, let after, before.isFinite, after.isFinite else { return FigureFormat.missing }
        switch unit {
        case .ratio: return signed((after - before) * 100, digits: 1) + " pt"
        case .change: return signed((after - before) * 100, digits: 0) + " pt"
        case .count: return signed(after - before, digits: 0)
        case .seconds:
            if before == after { return "0 %" }
            return before > 0 ? signed((after / before - 1) * 100, digits: 0) + " %" : FigureFormat.missing
        }
    }

    private static func signed(_ value: Double, digits: Int) -> String {
        let text = String(format: "%.\(digits)f", abs(value))
        // Neither a plus nor a minus before what is shown as 0.
        guard text.contains(where: { ("1"..."9").contains($0) }) else { return text }
        return (value < 0 ? "-" : "+") + text
    }
}
