/// The place of a request in a distributed trace.
///
/// Source: W3C Trace Context Level 2, section 3.2 (`traceparent` header, version 00), which differs from the
/// Recommendation of 23 November 2021 in the random flag alone.
public struct TraceContext: Hashable, Sendable {
    let traceHigh: UInt64
    let traceLow: UInt64
    let span: UInt64
    /// Bit 0: sampled. Bit 1: the trace id is random. The others are not defined: they are not kept, and sent as 0.
    public let flags: UInt8

    private static let definedFlags: UInt8 = 0b11

    private init(traceHigh: UInt64, traceLow: UInt64, span: UInt64, flags: UInt8) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.span = span
        self.flags = flags
    }

    /// Starts a trace.
    public static func start(using generator: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            traceHigh: generator.next(),
            traceLow: nonZero(&generator),
            span: nonZero(&generator),
            flags: definedFlags
        )
    }

    /// Reads a `traceparent` field. Nil, which means that a new trace must be started (section 3.2.2.4), for any
    /// malformed value: a wrong length for version 00, upper-case digits, all-zero ids, version `ff`. Of a version that
    /// is not known yet what version 00 has is read, and what may follow behind a further dash is not (3.2.4).
    public init?(traceparent: String) {
        var traceparent = traceparent
        guard let parsed = traceparent.withUTF8(Self.parse) else { return nil }
        self = parsed
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> TraceContext? {
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = hex(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version != 0 && bytes[55] == dash),
            let high = hex(bytes[3..<19]), let low = hex(bytes[19..<35]), high != 0 || low != 0,
            let span = hex(bytes[36..<52]), span != 0,
            let flags = hex(bytes[53..<55])
        else { return nil }
        return TraceContext(traceHigh: high, traceLow: low, span: span, flags: UInt8(flags) & definedFlags)
    }

    /// The same trace with a span id of its own: for the work of this service, and for each attempt it makes.
    public func child(using generator: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(traceHigh: traceHigh, traceLow: traceLow, span: Self.nonZero(&generator), flags: flags)
    }

    /// Whether the caller keeps the trace (section 3.2.2.5.1).
    public var isSampled: Bool { flags & 1 == 1 }

    /// 32 lower-case hexadecimal digits.
    public var traceID: String { Self.text(traceHigh) + Self.text(traceLow) }

    /// 16 lower-case hexadecimal digits.
    public var spanID: String { Self.text(span) }

    /// The value of the `traceparent` field.
    public var traceparent: String {
        String(unsafeUninitializedCapacity: 55) { buffer in
            buffer[0] = UInt8(ascii: "0")
            buffer[1] = UInt8(ascii: "0")
            Self.write(traceHigh, to: buffer, at: 3)
            Self.write(traceLow, to: buffer, at: 19)
            Self.write(span, to: buffer, at: 36)
            buffer[53] = UInt8(ascii: "0")
            buffer[54] = UInt8(ascii: "0") + flags
            for dash in [2, 35, 52] { buffer[dash] = UInt8(ascii: "-") }
            return 55
        }
    }

    private static func nonZero(_ generator: inout some RandomNumberGenerator) -> UInt64 {
        while true {
            let value = generator.next()
            if value != 0 { return value }
        }
    }

    private static func hex(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    private static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            write(value, to: buffer, at: 0)
            return 16
        }
    }

    private static func write(_ value: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 15
            buffer[start + index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }
}
