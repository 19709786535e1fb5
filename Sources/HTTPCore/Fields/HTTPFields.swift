import Glibc

/// Header fields in order; a name may occur several times (RFC 9110, 5.2).
///
/// All fields lie in one array, as the lines that go over the wire, and an entry is four offsets into it: a parsed head
/// costs two allocations however many fields it has, one that is sent is copied as it is, and a lookup compares bytes
/// and makes no string but its result. A lookup is linear, which for the few dozen fields of a message beats hashing.
///
/// A value, safe to share like any other. A value that enters here can never split a message: see `append`.
public struct HTTPFields: Sendable {
    /// Where a field lies in `storage`.
    struct Entry: Sendable {
        var name: Range<UInt32>
        var value: Range<UInt32>
    }

    /// The field lines, each with its CR LF. Names are in lower case, so that equal bytes mean equal names.
    var storage: [UInt8]
    var entries: [Entry]

    /// Room for the fields of a usual message, so that they are allocated once.
    private static let usualCount = 4
    private static let usualSize = 160

    /// Makes an empty list.
    public init() {
        storage = []
        entries = []
    }

    /// Makes a list of `pairs` in their order.
    public init(_ pairs: [(HTTPFieldName, String)]) {
        self.init()
        for (name, value) in pairs { append(name, value) }
    }

    /// How many fields there are; repeated names count each time.
    public var count: Int { entries.count }

    /// Whether there is no field.
    public var isEmpty: Bool { entries.isEmpty }

    /// The first value of `name`, or nil. Bytes that are not UTF-8 read as U+FFFD.
    ///
    /// Setting replaces all fields of that name by one at the end; setting nil removes them. Forbidden bytes in a new
    /// value become spaces, as with `append`.
    public subscript(name: HTTPFieldName) -> String? {
        get { entries.first { isNamed($0, name) }.map { text($0.value) } }
        set {
            remove(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// Appends a field after the others.
    ///
    /// Each control byte in `value` (CR, LF and NUL above all; tab is allowed) is written as a space, so that text from
    /// outside cannot start a field or a message of its own (response splitting). Check with `isValidValue` first where
    /// a silent change is not good enough. Whitespace at either end is not part of a value and is dropped.
    public mutating func append(_ name: HTTPFieldName, _ value: String) {
        var value = value
        value.withUTF8 { append(name, UnsafeRawBufferPointer($0)) }
    }

    private mutating func append(_ name: HTTPFieldName, _ value: UnsafeRawBufferPointer) {
        if entries.isEmpty {
            entries.reserveCapacity(Self.usualCount)
            storage.reserveCapacity(Self.usualSize)
        }
        let value = Self.withoutMargin(value)
        var name = name.description
        let start = storage.count
        let valueStart = start + name.utf8.count + 2
        let end = valueStart + value.count
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: end - start + 2) { line in
            _ = name.withUTF8 { line.update(fromContentsOf: $0) }
            line[valueStart - start - 2] = ASCII.colon
            line[valueStart - start - 1] = ASCII.space
            let copy = UnsafeMutableRawBufferPointer(
                UnsafeMutableBufferPointer(rebasing: line[(valueStart - start)..<(end - start)])
            )
            copy.copyMemory(from: value)
            if !ASCII.isFieldValue(UnsafeRawBufferPointer(copy)) {
                for index in copy.indices where !ASCII.isFieldValue(copy[index]) { copy[index] = ASCII.space }
            }
            line[end - start] = ASCII.carriageReturn
            line[end - start + 1] = ASCII.lineFeed
            storage.append(contentsOf: line)
        }
        entries.append(
            Entry(name: UInt32(start)..<UInt32(valueStart - 2), value: UInt32(valueStart)..<UInt32(end))
        )
    }

    /// The part of `value` that is left when control bytes are spaces and those at either end are dropped.
    private static func withoutMargin(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        func isMargin(_ byte: UInt8) -> Bool { ASCII.isWhitespace(byte) || !ASCII.isFieldValue(byte) }
        var (lower, upper) = (0, value.count)
        while lower < upper, isMargin(value[lower]) { lower += 1 }
        while lower < upper, isMargin(value[upper - 1]) { upper -= 1 }
        return UnsafeRawBufferPointer(rebasing: value[lower..<upper])
    }

    /// Whether `value` holds only bytes that a field value may have (RFC 9110, 5.5): no control bytes but tab.
    public static func isValidValue(_ value: String) -> Bool { value.utf8.allSatisfy(ASCII.isFieldValue) }

    /// All values of `name` in order, one per field; lists within a value are not split.
    public func values(for name: HTTPFieldName) -> [String] {
        entries.filter { isNamed($0, name) }.map { text($0.value) }
    }

    /// Whether there is a field called `name`.
    public func contains(_ name: HTTPFieldName) -> Bool { entries.contains { isNamed($0, name) } }

    /// How many fields are called `name`.
    public func count(of name: HTTPFieldName) -> Int {
        entries.reduce(0) { $0 + (isNamed($1, name) ? 1 : 0) }
    }

    /// Calls `body` with each field in order; names are in lower case.
    public func forEach(_ body: (_ name: String, _ value: String) -> Void) {
        for entry in entries { body(text(entry.name), text(entry.value)) }
    }

    private mutating func remove(_ name: HTTPFieldName) {
        guard contains(name) else { return }
        // Copying what stays keeps the storage free of dead bytes, however often a field is set.
        var kept = HTTPFields()
        kept.storage.reserveCapacity(storage.count)
        for entry in entries where !isNamed(entry, name) { kept.append(entry, of: self) }
        self = kept
    }

    private mutating func append(_ entry: Entry, of other: HTTPFields) {
        let line = other.line(of: entry)
        let shift = storage.count - line.lowerBound
        storage.append(contentsOf: other.storage[line])
        func shifted(_ range: Range<UInt32>) -> Range<UInt32> {
            UInt32(Int(range.lowerBound) + shift)..<UInt32(Int(range.upperBound) + shift)
        }
        entries.append(Entry(name: shifted(entry.name), value: shifted(entry.value)))
    }

    /// Where the whole line of a field lies in `storage`, its CR LF included. What may stand between value and line
    /// end is white space, as parsed.
    func line(of entry: Entry) -> Range<Int> {
        var end = Int(entry.value.upperBound)
        while storage[end] != ASCII.lineFeed { end += 1 }
        return Int(entry.name.lowerBound)..<end + 1
    }

    func bytes(_ range: Range<UInt32>) -> ArraySlice<UInt8> {
        storage[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    private func text(_ range: Range<UInt32>) -> String { String(decoding: bytes(range), as: UTF8.self) }

    func isNamed(_ entry: Entry, _ name: HTTPFieldName) -> Bool {
        // The length tells most names apart; the rest is one comparison of memory.
        guard entry.name.count == name.description.utf8.count else { return false }
        return storage.withUnsafeBufferPointer { bytes in
            let stored = UnsafeBufferPointer(rebasing: bytes[Int(entry.name.lowerBound)..<Int(entry.name.upperBound)])
            return name.description.utf8.withContiguousStorageIfAvailable { wanted in
                memcmp(stored.baseAddress!, wanted.baseAddress!, wanted.count) == 0
            } ?? stored.elementsEqual(name.description.utf8)
        }
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Makes a list from a literal, in its order; a name may occur several times.
    public init(dictionaryLiteral elements: (HTTPFieldName, String)...) { self.init(elements) }
}

extension HTTPFields: CustomStringConvertible {
    /// One `name: value` per line. Meant for tests and debugging: it shows credentials too.
    public var description: String {
        entries.map { "\(text($0.name)): \(text($0.value))" }.joined(separator: "\n")
    }
}
