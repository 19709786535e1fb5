/// Takes a body apart into lines: OpenMetrics 1.0.0, "Overall Structure", and the first lines of "Text format details".
struct BodyReader {
    private let format: ExpositionChecker.Format
    private let grammar: LineGrammar
    private var set: MetricSet
    private var hasEnded = false

    init(checker: ExpositionChecker) {
        format = checker.format
        grammar = LineGrammar(format: checker.format)
        set = MetricSet(checker: checker)
    }

    /// The findings sorted by line; those of one line stay in the order they were made.
    var report: ExpositionChecker.Report {
        let findings = set.findings.enumerated().sorted {
            ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
        }
        return ExpositionChecker.Report(findings: findings.map(\.element), samples: set.samples)
    }

    mutating func read(_ bytes: [UInt8]) {
        var rest = bytes[...]
        var number = 0
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
            set.find("a byte order mark", at: 1)
            rest = rest.dropFirst(3)
        }
        while !rest.isEmpty, !hasEnded {
            number += 1
            let end = rest.firstIndex(of: ASCII.lineFeed)
            read(rest[..<(end ?? rest.endIndex)], at: number)
            if end == nil { set.find("no line feed at the end", at: number) }
            rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
        }
        if format == .openMetrics, !hasEnded { set.find("no # EOF at the end", at: max(number, 1)) }
        if hasEnded, !rest.isEmpty { set.find("text after # EOF", at: number + 1) }
        set.finish()
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, at number: Int) {
        var bytes = bytes
        if bytes.last == ASCII.carriageReturn {
            set.find("a carriage return before the line feed", at: number)
            bytes.removeLast()
        }
        if String(validating: bytes, as: UTF8.self) == nil { set.find("not UTF-8", at: number) }
        do throws(GrammarError) {
            let line = try grammar.parse(bytes, number: number)
            if case .end = line { hasEnded = true }
            set.read(line, at: number)
        } catch {
            set.find(error.message, at: number)
            set.skipLine()
        }
    }
}
