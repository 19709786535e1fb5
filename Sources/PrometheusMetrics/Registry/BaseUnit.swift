/// The units that a metric's name may end in.
///
/// Source: https://prometheus.io/docs/practices/naming/#base-units; OpenMetrics 1.0.0, "Units and base units".
enum BaseUnit {
    private static let all: Set<Substring> = [
        "seconds", "bytes", "ratio", "meters", "grams", "joules", "volts", "amperes", "celsius", "watts",
    ]

    /// The unit that is the last part of `name` and not all of it; nil if there is none.
    static func suffix(of name: String) -> String? {
        guard let underscore = name.lastIndex(of: "_"), underscore > name.startIndex else { return nil }
        let last = name[name.index(after: underscore)...]
        return all.contains(last) ? String(last) : nil
    }
}
