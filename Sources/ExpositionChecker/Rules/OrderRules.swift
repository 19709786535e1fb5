/// The order that ``ExpositionChecker/requiresOrder`` asks for.
enum OrderRules {
    static func checkFamilies(
        _ families: [Family],
        _ format: ExpositionChecker.Format,
        find: (String, Int) -> Void
    ) {
        for (last, next) in zip(families, families.dropFirst())
        where !precedes(key(last, format), key(next, format)) {
            find("\(next.name) out of order: after \(last.name)", next.line)
        }
    }

    /// Whether one metric's labels come before another's: by the first name or value that differs.
    static func precedes(_ left: [Label], _ right: [Label]) -> Bool {
        for (last, next) in zip(left, right) where last != next {
            return last.name == next.name ? precedes(last.value, next.value) : precedes(last.name, next.name)
        }
        return left.count < right.count
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// A counter goes by the name of its samples, which both formats have.
    private static func key(_ family: Family, _ format: ExpositionChecker.Format) -> String {
        family.type == .counter && format == .openMetrics ? family.name + Suffix.total.rawValue : family.name
    }
}
