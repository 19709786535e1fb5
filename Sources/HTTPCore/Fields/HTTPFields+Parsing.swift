extension HTTPFields {
    /// Reads `count` field lines, each of which ends in CR LF as `HeadScanner` made sure. The bytes are copied once,
    /// as they are, and the entries point into the copy.
    init(lines: UnsafeRawBufferPointer, count: Int) throws(HTTPParseError) {
        storage = Array(lines)
        entries = []
        entries.reserveCapacity(count)
        var start = 0
        while start < lines.count {
            let lineFeed = lines[start...].firstIndex(of: ASCII.lineFeed) ?? lines.count
            let line = try FieldLine(start..<lineFeed - 1, of: lines)
            for index in line.name { storage[index] = ASCII.lowercased(storage[index]) }
            entries.append(
                Entry(
                    name: UInt32(line.name.lowerBound)..<UInt32(line.name.upperBound),
                    value: UInt32(line.value.lowerBound)..<UInt32(line.value.upperBound)
                )
            )
            start = lineFeed + 1
        }
    }
}
