import HTTPCore

/// Dates and `Retry-After`: the first eight bytes as a number of seconds, all bytes as text.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let text = input.text
    if let seconds = HTTPDate.parse(text) { demandRoundTrip(seconds) }

    var number: UInt64 = 0
    for _ in 0..<8 { number = number << 8 | UInt64(input.byte()) }
    let seconds = Int64(bitPattern: number)
    demandRoundTrip(seconds)

    if let pause = RetryAfter.parse(text) {
        demand((0...RetryAfter.maxSeconds).contains(pause.delay(from: seconds)), "a delay is bounded")
        if case .date(let date) = pause { demand(HTTPDate.parse(text) == date, "a date is one by itself") }
    }
    return 0
}

private func demandRoundTrip(_ seconds: Int64) {
    let text = HTTPDate.format(secondsSinceEpoch: seconds)
    demand(text.utf8.count == 29 && text.hasSuffix(" GMT"), "the fixed form has 29 bytes")
    let named = min(max(seconds, -62_167_219_200), 253_402_300_799)
    demand(HTTPDate.parse(text) == named, "a date comes back as the nearest that four digits can name")
}
