/// Puts lines together to families and metrics, and applies the rules that concern more than one line: OpenMetrics
/// 1.0.0, "MetricFamily", "Metric" and "MetricPoint"; text format, "All lines for a given metric must be provided as
/// one uninterrupted group".
struct MetricSet {
    let checker: ExpositionChecker
    private(set) var findings: [Finding] = []
    private(set) var samples: [Sample] = []
    /// In the order of their first lines.
    private(set) var families: [Family] = []
    private var places: [String: Int] = [:]
    private var current: Int?
    /// Whose sample a name can be.
    private var owners: [String: Int] = [:]
    private var series: [SeriesKey: Int] = [:]

    private struct SeriesKey: Hashable {
        let name: String
        let labels: Identity
        let timestamp: Timestamp?
    }

    init(checker: ExpositionChecker) { self.checker = checker }

    mutating func find(_ message: String, at line: Int) { findings.append(Finding(line: line, message: message)) }

    /// A line was no line of the format.
    mutating func skipLine() {
        if let current { families[current].isIncomplete = true }
    }

    mutating func read(_ line: Line, at number: Int) {
        switch line {
        case .help(let name):
            describe(name, "HELP", at: number) { family in
                defer { family.hasHelp = true }
                return !family.hasHelp
            }
        case .type(let name, let type):
            describe(name, "TYPE", at: number) { family in
                guard family.declaredType == nil else { return false }
                family.declaredType = type
                return true
            }
        case .unit(let name, let unit):
            describe(name, "UNIT", at: number) { family in
                guard family.unit == nil else { return false }
                family.unit = (unit, number)
                return true
            }
        case .sample(let sample):
            samples.append(sample)
            read(sample)
        case .end, .nothing: break
        }
    }

    /// Applies the rules that need the whole body.
    mutating func finish() {
        for family in families { FamilyRules(checker: checker, family: family).apply { find($0, at: $1) } }
        if checker.requiresOrder { OrderRules.checkFamilies(families, checker.format) { find($0, at: $1) } }
    }

    /// - Parameter take: adds to the family what the line says; false if that has been said.
    private mutating func describe(
        _ name: String,
        _ keyword: String,
        at line: Int,
        take: (inout Family) -> Bool
    ) {
        let isBack = places[name].map { $0 != current } ?? false
        let place = enter(name, at: line)
        if families[place].hasSamples {
            if !isBack { find("\(keyword) of \(name) after its samples", at: line) }
            return
        }
        let hadType = families[place].declaredType != nil
        if !take(&families[place]) { find("a second \(keyword) of \(name)", at: line) }
        if !hadType, families[place].declaredType != nil { claimNames(of: place, at: line) }
    }

    /// Makes a family the current one, which ends the one before: it must not come back.
    private mutating func enter(_ name: String, at line: Int) -> Int {
        guard let place = places[name] else {
            places[name] = families.count
            families.append(Family(name: name, line: line))
            current = families.count - 1
            return families.count - 1
        }
        if place != current { find("\(name) in two groups: it began at line \(families[place].line)", at: line) }
        current = place
        return place
    }

    /// OpenMetrics 1.0.0, "Suffixes": no name of a sample may belong to two families.
    private mutating func claimNames(of place: Int, at line: Int) {
        let family = families[place]
        for suffix in family.type.suffixes(checker.format) {
            let name = family.name + suffix.rawValue
            if let other = owners[name], other != place {
                find("\(family.title) clashes with \(families[other].title): both can have a sample \(name)", at: line)
            } else {
                owners[name] = place
            }
        }
    }

    private mutating func read(_ sample: Sample) {
        guard let place = place(of: sample) else { return }
        guard let suffix = families[place].suffix(of: sample.name, checker.format) else { return }
        if !families[place].hasSamples, families[place].declaredType == nil { claimNames(of: place, at: sample.line) }
        families[place].hasSamples = true
        let timestamp = checker.format == .openMetrics ? sample.timestamp : nil
        let key = SeriesKey(name: sample.name, labels: Identity(sample.labels), timestamp: timestamp)
        if let line = series.updateValue(sample.line, forKey: key) {
            find("the series of line \(line) again", at: sample.line)
            return
        }
        SampleRules(format: checker.format, family: families[place], suffix: suffix, sample: sample).apply {
            find($0, at: sample.line)
        }
        // Not in place: what is found lies beside the family.
        var family = families[place]
        families[place].metrics = [:]
        family.add(sample, suffix, checker) { find($0, at: sample.line) }
        families[place] = family
    }

    /// The family of a sample: the current one, the one it belongs to by its suffix, or one of its own.
    private mutating func place(of sample: Sample) -> Int? {
        if let current, families[current].suffix(of: sample.name, checker.format) != nil { return current }
        if let owner = owners[sample.name] { return enter(families[owner].name, at: sample.line) }
        guard let place = places[sample.name], families[place].declaredType != nil else {
            return enter(sample.name, at: sample.line)
        }
        let names = families[place].type.suffixes(checker.format).map { sample.name + $0.rawValue }
        find(
            "\(sample.name) is no sample of \(families[place].title): \(names.joined(separator: ", "))",
            at: sample.line
        )
        families[place].isIncomplete = true
        return nil
    }
}
