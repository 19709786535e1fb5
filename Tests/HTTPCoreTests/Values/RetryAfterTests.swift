import HTTPCore
import Testing

@Suite("Retry-After (RFC 9110, 10.2.3)")
struct RetryAfterTests {
    @Test("is seconds or a date")
    func parses() {
        #expect(RetryAfter.parse("0") == .seconds(0))
        #expect(RetryAfter.parse("120") == .seconds(120))
        #expect(RetryAfter.parse("Sun, 06 Nov 1994 08:49:37 GMT") == .date(784_111_777))
        #expect(RetryAfter.parse("4294967296") == .seconds(RetryAfter.maxSeconds))
        #expect(RetryAfter.parse(String(repeating: "9", count: 400)) == .seconds(RetryAfter.maxSeconds))
    }

    @Test("anything else is nothing", arguments: ["", " ", "-1", "+1", "1.5", "1s", "0x1", "soon", "1,2", " 1"])
    func refuses(_ value: String) { #expect(RetryAfter.parse(value) == nil) }

    @Test("gives a delay that is never negative and never overflows")
    func delays() {
        #expect(RetryAfter.seconds(5).delay(from: 1000) == 5)
        #expect(RetryAfter.seconds(-5).delay(from: 1000) == 0)
        #expect(RetryAfter.date(1010).delay(from: 1000) == 10)
        #expect(RetryAfter.date(990).delay(from: 1000) == 0)
        #expect(RetryAfter.date(.max).delay(from: .min) == RetryAfter.maxSeconds)
        #expect(RetryAfter.date(.min).delay(from: .max) == 0)
    }
}
