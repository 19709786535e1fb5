import Glibc

extension HTTPFields {
    /// Reads `count` field lines, each of which ends in CR LF as `HeadScanner` made sure. The bytes are copied once,
    /// as they are but for names, which become lower case, and the entries point into the copy.
    init(lines: UnsafeRawBufferPointer, count: Int) throws(HTTPParseError) {
        self.init()
        guard let base = lines.baseAddress, !lines.isEmpty else { return }
        entries.reserveCapacity(count)
        var start = 0
        while start < lines.count {
            let lineFeed = memchr(base + start, Int32(ASCII.lineFeed), lines.count - start).map {
                UnsafeRawPointer($0) - base
            }
            let line = try FieldLine(start..<(lineFeed ?? lines.count) - 1, of: lines)
            entries.append(
                Entry(
                    name: UInt32(line.name.lowerBound)..<UInt32(line.name.upperBound),
                    value: UInt32(line.value.lowerBound)..<UInt32(line.value.upperBound)
                )
            )
            start = (lineFeed ?? lines.count) + 1
        }
        storage = Array(unsafeUninitializedCapacity: lines.count) { copy, copied in
            UnsafeMutableRawBufferPointer(copy).copyMemory(from: lines)
            for entry in entries {
                for index in Int(entry.name.lowerBound)..<Int(entry.name.upperBound) {
                    copy[index] = ASCII.lowercased(copy[index])
                }
            }
            copied = lines.count
        }
    }
}
