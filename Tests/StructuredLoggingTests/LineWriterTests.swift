import Glibc
import Testing

@testable import StructuredLogging

@Suite("The writer of lines")
struct LineWriterTests {
    /// As an error in the midst of a batch would leave it, the first one here ends without a line feed.
    @Test func afterACutLineTheNextStartsANewOne() throws {
        let pipe = try Pipe()
        var writer = LineWriter(descriptor: pipe.writeEnd)
        let lost = [writer.write(Array("one\ncut".utf8)), writer.write(Array("two\n".utf8))]
        #expect(lost == [0, 0])
        #expect(pipe.readLines(2) == ["one", "cut"])
        #expect(pipe.readLines(1) == ["two"])
    }

    @Test func linesAreCountedWhereTheDescriptorIsBad() {
        var writer = LineWriter(descriptor: -1)
        let lost = writer.write(Array("one\ntwo\n".utf8))
        #expect(lost == 2)
    }
}
