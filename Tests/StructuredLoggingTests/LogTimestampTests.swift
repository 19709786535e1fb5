import StructuredLogging
import Testing

@Suite("Log timestamps")
struct LogTimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z", 0),
        (-1, "1969-12-31T23:59:59.999999Z", -1),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z", 951_782_400_000),
        (1_767_323_045_123_999, "2026-01-02T03:04:05.123999Z", 1_767_323_045_123),
        (4_107_542_399_000_001, "2100-02-28T23:59:59.000001Z", 4_107_542_399_000),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z", 4_107_542_400_000),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z", 253_402_300_799_999),
    ])
    func areWrittenAsRFC3339(microseconds: Int, text: String, milliseconds: Int) {
        let sink = RecordingSink()
        Logger(level: .debug, sink: sink) { LogTimestamp(microseconds: microseconds) }.info(event: "a", "b")
        #expect(sink.lines.first?.hasPrefix("{\"ts\":\"\(text)\",\"ts_ms\":\(milliseconds),") == true)
    }

    @Test func nowIsLaterThanTheYear2020() {
        #expect(LogTimestamp.now().microseconds > 1_577_836_800_000_000)
    }
}
