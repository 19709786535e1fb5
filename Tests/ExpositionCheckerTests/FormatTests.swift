import ExpositionChecker
import Testing

@Suite("The format of a body")
struct FormatTests {
    @Test(arguments: [
        ("a 1\n", ExpositionChecker.Format.text),
        ("", .text),
        ("a 1\n# EOF\nb 1\n", .text),
        ("a 1\n # EOF\n", .text),
        ("a 1\n# EOF\n", .openMetrics),
        ("# EOF", .openMetrics),
        ("a 1\r\n# EOF\r\n\n", .openMetrics),
    ])
    func isThatOfItsLastLine(body: String, format: ExpositionChecker.Format) {
        #expect(ExpositionChecker.Format(detecting: Array(body.utf8)) == format)
    }
}
