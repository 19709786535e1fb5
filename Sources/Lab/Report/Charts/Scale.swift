import Foundation

/// Maps values to positions in a drawing. Pure.
struct Scale: Equatable {
    enum Kind { case linear, logarithmic }

    let kind: Kind
    /// The values at the two ends.
    let domain: ClosedRange<Double>
    /// Where the domain's lower end lies in the drawing, and where its upper end; they may be in either order.
    let start: Double
    let end: Double

    /// The position of a value; what is beyond the domain lies at its end.
    func position(_ value: Double) -> Double {
        let value = min(max(value, domain.lowerBound), domain.upperBound)
        let (low, high) = (measure(domain.lowerBound), measure(domain.upperBound))
        guard high > low else { return start }
        return start + (measure(value) - low) / (high - low) * (end - start)
    }

    private func measure(_ value: Double) -> Double { kind == .linear ? value : log10(value) }

    /// A domain from 0 to a round number that is not below `highest`.
    static func fromZero(to highest: Double) -> ClosedRange<Double> {
        guard highest > 0, highest.isFinite else { return 0...1 }
        let step = roundStep(highest / 4)
        return 0...(highest / step - 1e-9).rounded(.up) * step
    }

    /// The whole decades that hold all values above 0, with room above the highest for its label.
    static func decades(_ values: [Double]) -> ClosedRange<Double> {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        guard let low = positive.min(), let high = positive.max() else { return 0.001...1 }
        let bottom = (log10(low) + 1e-9).rounded(.down)
        return pow(10, bottom)...pow(10, max(bottom + 1, log10(high * 1.5).rounded(.up)))
    }

    /// Round values within the domain, about `count` steps apart; each decade of a logarithmic scale.
    func ticks(_ count: Int) -> [Double] {
        switch kind {
        case .linear:
            let step = Self.roundStep((domain.upperBound - domain.lowerBound) / Double(max(1, count)))
            let first = (domain.lowerBound / step - 1e-9).rounded(.up)
            let last = (domain.upperBound / step + 1e-9).rounded(.down)
            guard first <= last else { return [] }
            return stride(from: first, through: last, by: 1).map { $0 * step }
        case .logarithmic:
            let (low, high) = (log10(domain.lowerBound).rounded(), log10(domain.upperBound).rounded())
            let stride = Int(((high - low) / Double(max(1, count))).rounded(.up))
            return Swift.stride(from: Int(low), through: Int(high), by: max(1, stride)).map { pow(10, Double($0)) }
        }
    }

    /// The least of 1, 2, 5, 10, 20, 50 … that is not below `value`; of a power of ten below 1 likewise.
    static func roundStep(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        let power = pow(10, log10(value).rounded(.down))
        for factor in [1.0, 2, 5] where factor * power >= value * (1 - 1e-9) { return factor * power }
        return 10 * power
    }
}
