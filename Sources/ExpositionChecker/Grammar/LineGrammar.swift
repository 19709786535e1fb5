/// What one line says.
enum Line {
    case help(of: String)
    case type(of: String, MetricType)
    case unit(of: String, String)
    case sample(Sample)
    /// `# EOF` of OpenMetrics.
    case end
    /// A comment or a line without content, of which the text format has any number.
    case nothing
}

/// Reads a line by the grammar of a format: OpenMetrics 1.0.0, "ABNF", where every byte is prescribed; and the text
/// format's EBNF, where blanks and tabs may stand between all tokens.
///
/// The text format says also that blanks around a line are ignored. Prometheus 2 takes those before a sample into its
/// name and those after a type into the type, and fails the scrape; promtool reads none after a value. They are errors.
struct LineGrammar {
    let format: ExpositionChecker.Format

    /// - Parameter bytes: without the line feed.
    func parse(_ bytes: ArraySlice<UInt8>, number: Int) throws(GrammarError) -> Line {
        var scanner = LineScanner(bytes)
        let isIndented = format == .text && scanner.takeBlanks()
        guard let first = scanner.next else {
            if format == .text { return .nothing }
            throw GrammarError("blank line")
        }
        if first == ASCII.hash {
            return format == .text ? try textComment(&scanner) : try openMetricsDescriptor(&scanner)
        }
        guard !isIndented else { throw GrammarError("a blank before the sample") }
        return .sample(try sample(&scanner, line: number))
    }

    /// A metric's name, which a blank, a brace or the line's end follows.
    func metricName(_ scanner: inout LineScanner) throws(GrammarError) -> String {
        let bytes = scanner.take { !ASCII.isBlank($0) && $0 != ASCII.openBrace }
        guard !bytes.isEmpty else { throw GrammarError("no metric name") }
        guard let first = bytes.first, ASCII.beginsMetric(first), bytes.allSatisfy(ASCII.isInMetric) else {
            throw GrammarError("\(String(excerpt: bytes)) is no metric name")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes what separates two tokens: one space in OpenMetrics, any blanks in the text format.
    func takeSeparator(_ scanner: inout LineScanner) -> Bool {
        format == .text ? scanner.takeBlanks() : scanner.take(ASCII.space)
    }
}
