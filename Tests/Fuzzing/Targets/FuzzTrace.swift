/// The `traceparent` field: what is read is what the W3C's grammar allows, and comes back.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = FuzzInput(start, count).text
    let isVersion00 = isWellFormed(Array(text.utf8))
    guard let context = TraceContext(traceparent: text) else {
        demand(!isVersion00, "version 00 is read")
        return 0
    }
    demand(isVersion00 || !text.hasPrefix("00"), "nothing else of version 00 is")
    demand(!text.hasPrefix("ff"), "version ff is invalid")
    demand(Array(text.utf8)[3..<35].elementsEqual(context.traceID.utf8), "the trace is the caller's")
    demand(Array(text.utf8)[36..<52].elementsEqual(context.spanID.utf8), "so is the span")
    demand(isWellFormed(Array(context.traceparent.utf8)), "what is written is well-formed")
    let copy = TraceContext(traceparent: context.traceparent)
    demand(copy?.traceID == context.traceID && copy?.spanID == context.spanID, "what is written is read")
    let flags = UInt8(String(decoding: Array(text.utf8)[53..<55], as: UTF8.self), radix: 16)
    demand(context.flags == flags.map { $0 & 0b11 }, "the flags that are defined are kept, and no others")
    demand(copy?.flags == context.flags, "and handed on")
    var generator = SystemRandomNumberGenerator()
    demand(context.child(using: &generator).traceID == context.traceID, "a child has the same trace")
    return 0
}

/// Version 00 as the grammar of W3C Trace Context, 3.2.2 has it, byte by byte.
private func isWellFormed(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 55, bytes.starts(with: "00-".utf8), bytes[35] == 0x2D, bytes[52] == 0x2D else { return false }
    let (trace, span, flags) = (bytes[3..<35], bytes[36..<52], bytes[53..<55])
    let isHex = (trace + span + flags).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return isHex && trace.contains { $0 != 0x30 } && span.contains { $0 != 0x30 }
}
