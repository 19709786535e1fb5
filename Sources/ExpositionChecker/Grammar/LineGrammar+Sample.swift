extension LineGrammar {
    /// Name, labels, value, timestamp, and in OpenMetrics the exemplar.
    func sample(_ scanner: inout LineScanner, line: Int) throws(GrammarError) -> Sample {
        let name = try metricName(&scanner)
        if format == .text { scanner.takeBlanks() }
        var labels: [Label] = []
        if scanner.next == ASCII.openBrace {
            labels = try labelSet(&scanner)
            // A brace ends a token in the text format; elsewhere the space has been taken with the name's end.
            if format == .text { scanner.takeBlanks() }
        }
        if format == .openMetrics, !scanner.take(ASCII.space) {
            throw GrammarError("no space between \(name) and its value")
        }
        guard !scanner.isAtEnd else { throw GrammarError("\(name) has no value") }
        let value = try NumberGrammar.value(scanner.takeToken())
        var timestamp: Timestamp?
        var exemplar: Exemplar?
        if try takeSeparatorBeforeMore(&scanner) {
            if scanner.next != ASCII.hash {
                timestamp = try self.timestamp(&scanner)
                if try takeSeparatorBeforeMore(&scanner) { exemplar = try self.exemplar(&scanner) }
            } else {
                exemplar = try self.exemplar(&scanner)
            }
        }
        guard scanner.isAtEnd else { throw GrammarError("\(String(excerpt: scanner.rest)) after the value") }
        return Sample(line: line, name: name, labels: labels, value: value, timestamp: timestamp, exemplar: exemplar)
    }

    private func timestamp(_ scanner: inout LineScanner) throws(GrammarError) -> Timestamp {
        let bytes = scanner.takeToken()
        return format == .text ? try NumberGrammar.milliseconds(bytes) : try NumberGrammar.seconds(bytes)
    }

    /// `exemplar` of the ABNF, after its first space.
    private func exemplar(_ scanner: inout LineScanner) throws(GrammarError) -> Exemplar {
        guard scanner.take(ASCII.hash) else {
            throw GrammarError("\(String(excerpt: scanner.rest)) after the timestamp")
        }
        guard format == .openMetrics else { throw GrammarError("the text format has no exemplars") }
        guard scanner.take(ASCII.space), scanner.next == ASCII.openBrace else {
            throw GrammarError("an exemplar is \" # \", labels in braces, and a value")
        }
        let labels = try labelSet(&scanner)
        guard scanner.take(ASCII.space) else { throw GrammarError("no space before the exemplar's value") }
        let value = try NumberGrammar.value(scanner.takeToken())
        let timestamp = try takeSeparatorBeforeMore(&scanner) ? try self.timestamp(&scanner) : nil
        return Exemplar(labels: labels, value: value, timestamp: timestamp)
    }

    /// Labels with their braces; the text format also takes a comma after the last one.
    private func labelSet(_ scanner: inout LineScanner) throws(GrammarError) -> [Label] {
        _ = scanner.takeByte()
        var labels: [Label] = []
        skipBlanks(&scanner)
        if scanner.take(ASCII.closeBrace) { return labels }
        while true {
            let label = try label(&scanner)
            guard !labels.contains(where: { $0.name == label.name }) else {
                throw GrammarError("the label \(label.name) twice")
            }
            labels.append(label)
            skipBlanks(&scanner)
            if scanner.take(ASCII.closeBrace) { return labels }
            guard scanner.take(ASCII.comma) else {
                throw GrammarError("no comma or brace after the label \(label.name)")
            }
            skipBlanks(&scanner)
            if format == .text, scanner.take(ASCII.closeBrace) { return labels }
        }
    }

    private func label(_ scanner: inout LineScanner) throws(GrammarError) -> Label {
        let bytes = scanner.take {
            ![ASCII.equals, ASCII.comma, ASCII.quote, ASCII.closeBrace].contains($0) && !ASCII.isBlank($0)
        }
        guard !bytes.isEmpty else { throw GrammarError("no label name") }
        guard let first = bytes.first, ASCII.beginsLabel(first),
            bytes.allSatisfy({ ASCII.isInMetric($0) && $0 != ASCII.colon })
        else { throw GrammarError("\(String(excerpt: bytes)) is no label name") }
        let name = String(decoding: bytes, as: UTF8.self)
        // "Label names beginning with underscores are RESERVED"; Prometheus keeps two of them to itself.
        if name.hasPrefix(format == .text ? "__" : "_") { throw GrammarError("the label name \(name) is reserved") }
        skipBlanks(&scanner)
        guard scanner.take(ASCII.equals) else { throw GrammarError("no = after the label \(name)") }
        skipBlanks(&scanner)
        guard scanner.take(ASCII.quote) else { throw GrammarError("the value of the label \(name) is not in quotes") }
        return Label(name: name, value: try quotedRest(&scanner, of: name))
    }

    private func quotedRest(_ scanner: inout LineScanner, of name: String) throws(GrammarError) -> String {
        var value: [UInt8] = []
        while let byte = scanner.takeByte() {
            switch byte {
            case ASCII.quote: return String(decoding: value, as: UTF8.self)
            case ASCII.backslash: value.append(try takeEscape(&scanner, quotes: true))
            default: value.append(byte)
            }
        }
        throw GrammarError("the value of the label \(name) has no end")
    }

    private func takeSeparatorBeforeMore(_ scanner: inout LineScanner) throws(GrammarError) -> Bool {
        guard takeSeparator(&scanner) else { return false }
        guard !scanner.isAtEnd else { throw GrammarError("a blank at the end of the line") }
        return true
    }

    private func skipBlanks(_ scanner: inout LineScanner) {
        if format == .text { scanner.takeBlanks() }
    }
}
