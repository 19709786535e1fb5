extension LineGrammar {
    /// Text format: any line with `#` in front is a comment, unless its first token is HELP or TYPE.
    func textComment(_ scanner: inout LineScanner) throws(GrammarError) -> Line {
        _ = scanner.takeByte()
        scanner.takeBlanks()
        switch String(decoding: scanner.takeToken(), as: UTF8.self) {
        case "HELP":
            scanner.takeBlanks()
            let name = try describedName(&scanner)
            scanner.takeBlanks()
            try checkHelp(scanner.takeAll())
            return .help(of: name)
        case "TYPE":
            scanner.takeBlanks()
            let name = try describedName(&scanner)
            scanner.takeBlanks()
            let type = try metricType(scanner.takeToken())
            if scanner.takeBlanks(), scanner.isAtEnd { throw GrammarError("a blank at the end of the line") }
            guard scanner.isAtEnd else { throw GrammarError("more than a name and a type after TYPE") }
            return .type(of: name, type)
        default:
            return .nothing
        }
    }

    /// OpenMetrics: `metric-descriptor` and the end; no other line may begin with `#`.
    func openMetricsDescriptor(_ scanner: inout LineScanner) throws(GrammarError) -> Line {
        let line = scanner.rest
        if line.elementsEqual("# EOF".utf8) { return .end }
        _ = scanner.takeByte()
        guard scanner.take(ASCII.space) else { throw unknownDescriptor(line) }
        let keyword = String(decoding: scanner.takeToken(), as: UTF8.self)
        guard ["HELP", "TYPE", "UNIT"].contains(keyword) else { throw unknownDescriptor(line) }
        guard scanner.take(ASCII.space) else { throw GrammarError("\(keyword) without a name") }
        let name = try describedName(&scanner)
        guard scanner.take(ASCII.space) else { throw GrammarError("no space after \(keyword) \(name)") }
        let value = scanner.takeAll()
        switch keyword {
        case "HELP":
            try checkHelp(value)
            return .help(of: name)
        case "TYPE":
            return .type(of: name, try metricType(value))
        default:
            guard value.allSatisfy(ASCII.isInMetric) else {
                throw GrammarError("\(String(excerpt: value)) is no unit: only what names are made of")
            }
            return .unit(of: name, String(decoding: value, as: UTF8.self))
        }
    }

    private func describedName(_ scanner: inout LineScanner) throws(GrammarError) -> String {
        let name = try metricName(&scanner)
        guard scanner.next != ASCII.openBrace else { throw GrammarError("labels in the description of \(name)") }
        return name
    }

    private func unknownDescriptor(_ line: ArraySlice<UInt8>) -> GrammarError {
        GrammarError("\(String(excerpt: line)) is neither HELP, TYPE nor UNIT nor the end")
    }

    private func metricType(_ bytes: ArraySlice<UInt8>) throws(GrammarError) -> MetricType {
        guard let type = MetricType(name: String(decoding: bytes, as: UTF8.self), format: format) else {
            throw GrammarError("no type \(String(excerpt: bytes))")
        }
        return type
    }

    /// The escapes of a help text: `\\` and `\n`, and in OpenMetrics `\"`, where a quote needs one.
    private func checkHelp(_ bytes: ArraySlice<UInt8>) throws(GrammarError) {
        var scanner = LineScanner(bytes)
        while let byte = scanner.takeByte() {
            if byte == ASCII.backslash {
                try takeEscape(&scanner, quotes: format == .openMetrics)
            } else if byte == ASCII.quote, format == .openMetrics {
                throw GrammarError("a quote in the help text that is not escaped")
            }
        }
    }

    /// What follows a backslash, and stands for one byte.
    @discardableResult
    func takeEscape(_ scanner: inout LineScanner, quotes: Bool) throws(GrammarError) -> UInt8 {
        switch scanner.takeByte() {
        case UInt8(ascii: "n"): return ASCII.lineFeed
        case ASCII.backslash: return ASCII.backslash
        case ASCII.quote where quotes: return ASCII.quote
        case nil: throw GrammarError("a backslash at the end escapes nothing")
        case let byte?:
            // The whole character, of which this may be only the first byte.
            let rest = scanner.rest.prefix { $0 & 0xC0 == 0x80 }
            throw GrammarError("no escape \(String(excerpt: [ASCII.backslash, byte] + rest))")
        }
    }
}
