import Glibc

/// Reads the replies of a Redis server from bytes that may come in any pieces: a pure value.
///
/// What it holds is bounded by its limits, and nothing is set aside for elements that were only announced. Arrays are kept
/// on a stack of its own, so that no depth of nesting uses up the thread's.
///
/// Source: Redis serialization protocol specification, https://redis.io/docs/latest/develop/reference/protocol-spec/
struct RESPParser: Sendable {
    /// What the next byte belongs to.
    private enum Expected {
        case line
        /// The content of a bulk string, of which so much is missing.
        case bulk(missing: Int)
        case bulkEnd
    }

    /// An array of which elements are missing.
    private struct Frame {
        let count: Int
        var values: [RESPValue] = []
    }

    private static let carriageReturn: UInt8 = 0x0D
    private static let lineFeed: UInt8 = 0x0A

    private let limits: RESPLimits
    private var expected = Expected.line
    /// Bytes of the line under way that are known to hold no line feed.
    private var scanned = 0
    private var bulk: [UInt8] = []
    private var frames: [Frame] = []
    // What has been announced of the reply under way.
    private var bulkBytes = 0
    private var elements = 0

    init(limits: RESPLimits) { self.limits = limits }

    /// Reads up to the end of one reply.
    ///
    /// - Returns: the reply, nil where more bytes must come; and how many bytes of `input` were consumed: drop them, and
    ///   pass what is left again with what has come since.
    mutating func next(
        _ input: UnsafeRawBufferPointer
    ) throws(RESPParseError) -> (reply: RESPValue?, consumed: Int) {
        var position = 0
        while true {
            let value: RESPValue?
            switch expected {
            case .line:
                guard let line = try line(in: input, from: position) else { return (nil, position) }
                value = try self.value(type: input[position], UnsafeRawBufferPointer(rebasing: input[line]))
                position = line.upperBound + 2
            case .bulk(let missing):
                let piece = min(missing, input.count - position)
                bulk.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[position..<position + piece]))
                position += piece
                expected = piece == missing ? .bulkEnd : .bulk(missing: missing - piece)
                if piece < missing { return (nil, position) }
                value = nil
            case .bulkEnd:
                guard try isBulkEnd(input, at: position) else { return (nil, position) }
                position += 2
                expected = .line
                value = .bulk(bulk)
                bulk = []
            }
            if let value, let reply = added(value) {
                (bulkBytes, elements) = (0, 0)
                return (reply, position)
            }
        }
    }

    /// The text of the line at `start`, behind its type; nil if the line is not complete. What is thrown does not depend
    /// on the pieces in which it came.
    private mutating func line(
        in input: UnsafeRawBufferPointer,
        from start: Int
    ) throws(RESPParseError) -> Range<Int>? {
        guard start < input.count else { return nil }
        guard Self.isType(input[start]) else { throw .unknownType }
        // The type, as much text as is allowed, CR and LF; more without an LF is too long.
        let window = min(input.count - start, limits.maxLineBytes + 3)
        guard let lineFeed = Self.position(of: Self.lineFeed, in: input, from: start + scanned, to: start + window)
        else {
            if window == limits.maxLineBytes + 3 { throw .lineTooLong }
            scanned = window
            return nil
        }
        scanned = 0
        let firstReturn = Self.position(of: Self.carriageReturn, in: input, from: start, to: lineFeed)
        guard firstReturn == lineFeed - 1 else { throw .badLineEnd }
        return start + 1..<lineFeed - 1
    }

    /// What a line says; nil where a bulk string or the elements of an array have to follow.
    private mutating func value(
        type: UInt8,
        _ text: UnsafeRawBufferPointer
    ) throws(RESPParseError) -> RESPValue? {
        switch type {
        case UInt8(ascii: "+"): return .simple(String(decoding: text, as: UTF8.self))
        case UInt8(ascii: "-"): return .error(String(decoding: text, as: UTF8.self))
        case UInt8(ascii: ":"):
            guard let number = Self.integer(text) else { throw .malformedInteger }
            return .integer(number)
        case UInt8(ascii: "$"):
            guard let length = try Self.length(text) else { return .null }
            guard length <= limits.maxBulkBytes - bulkBytes else { throw .bulkTooLong }
            bulkBytes += length
            bulk.reserveCapacity(length)
            expected = .bulk(missing: length)
            return nil
        default:
            guard let count = try Self.length(text) else { return .null }
            guard count <= limits.maxElements - elements else { throw .tooManyElements }
            guard frames.count < limits.maxDepth else { throw .tooDeep }
            if count == 0 { return .array([]) }
            elements += count
            frames.append(Frame(count: count))
            return nil
        }
    }

    /// Adds a value to the array it belongs to; the reply, if that completes it.
    private mutating func added(_ value: RESPValue) -> RESPValue? {
        var value = value
        while var frame = frames.popLast() {
            frame.values.append(value)
            if frame.values.count < frame.count {
                frames.append(frame)
                return nil
            }
            value = .array(frame.values)
        }
        return value
    }

    private func isBulkEnd(_ input: UnsafeRawBufferPointer, at position: Int) throws(RESPParseError) -> Bool {
        let end = input[position...].prefix(2)
        guard end.elementsEqual([Self.carriageReturn, Self.lineFeed].prefix(end.count)) else { throw .badBulkEnd }
        return end.count == 2
    }

    private static func isType(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "$"), UInt8(ascii: "*"): true
        default: false
        }
    }

    private static func position(of byte: UInt8, in input: UnsafeRawBufferPointer, from: Int, to: Int) -> Int? {
        guard from < to, let base = input.baseAddress else { return nil }
        guard let found = memchr(base + from, Int32(byte), to - from) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Digits without a sign; nil for -1, which stands for a value that is not there.
    private static func length(_ text: UnsafeRawBufferPointer) throws(RESPParseError) -> Int? {
        if text.elementsEqual("-1".utf8) { return nil }
        guard text.first != UInt8(ascii: "+"), let length = integer(text), length >= 0, text.first != UInt8(ascii: "-")
        else { throw .malformedLength }
        return Int(length)
    }

    /// Digits, with a sign or without.
    private static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            // Negative from the first digit on: the least number has no positive counterpart.
            let (sum, carried) = product.addingReportingOverflow(isNegative ? -digit : digit)
            guard !overflowed, !carried else { return nil }
            value = sum
        }
        return value
    }
}
