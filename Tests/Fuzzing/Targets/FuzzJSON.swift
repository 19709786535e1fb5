import HTTPCore

/// The JSON validator beside a second one that works without recursion, and escaped text inside JSON.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = FuzzInput(start, count)
    let bytes = input.rest
    var automaton = JSONAutomaton()
    let expected = String(validating: bytes, as: UTF8.self) != nil && automaton.accepts(bytes)
    demand(JSONValidator.isValid(bytes) == expected, "both validators agree")

    var quoted: [UInt8] = [0x22]
    JSONText.appendEscaped(input.text, to: &quoted)
    quoted.append(0x22)
    demand(JSONValidator.isValid(quoted), "escaped text is a JSON string")
    demand(quoted.allSatisfy { $0 >= 0x20 }, "it has no control bytes")
    return 0
}
