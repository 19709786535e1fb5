/// Makes long curves short enough for a chart a few hundred points wide. Pure.
enum Downsampling {
    /// What stands for several seconds.
    enum Rule {
        /// For what adds up, as rates and shares do.
        case mean
        /// For what is looked at for its peaks.
        case highest
    }

    /// How many values one point stands for, so that there are at most `limit` points.
    static func stride(_ count: Int, limit: Int) -> Int {
        precondition(limit > 0)
        return max(1, (count + limit - 1) / limit)
    }

    /// One value per `stride` values; nil only where all are nil. The last point may stand for fewer.
    static func apply(_ values: [Double?], stride: Int, _ rule: Rule) -> [Double?] {
        guard stride > 1 else { return values }
        return Swift.stride(from: 0, to: values.count, by: stride).map { start in
            let known = values[start..<min(start + stride, values.count)].compactMap { $0 }
            guard let highest = known.max() else { return nil }
            return rule == .highest ? highest : known.reduce(0, +) / Double(known.count)
        }
    }
}
