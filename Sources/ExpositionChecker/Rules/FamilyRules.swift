/// What a family must keep when all of its lines are known.
struct FamilyRules {
    let checker: ExpositionChecker
    let family: Family

    func apply(find: (String, Int) -> Void) {
        checkMetadata(find)
        guard !family.isIncomplete else { return }
        for metric in family.metrics.values {
            for point in metric.points {
                PointRules(format: checker.format, family: family, point: point).apply(find: find)
            }
        }
    }

    /// OpenMetrics 1.0.0, "Name", "Unit", "StateSet" and "Info".
    private func checkMetadata(_ find: (String, Int) -> Void) {
        if checker.format == .openMetrics, family.name.hasPrefix("_") {
            find("the name \(family.name) is reserved: it begins with an underscore", family.line)
        }
        if let unit = family.unit, !unit.text.isEmpty {
            if family.type == .info || family.type == .stateSet {
                find("\(family.title) has a unit", unit.line)
            } else if !family.name.hasSuffix("_" + unit.text) {
                find("\(family.name) does not end in its unit, _\(unit.text)", unit.line)
            }
        }
        if checker.requiresMetadata, family.hasSamples {
            if family.declaredType == nil { find("\(family.name) has no TYPE", family.line) }
            if !family.hasHelp { find("\(family.name) has no HELP", family.line) }
        }
    }
}
