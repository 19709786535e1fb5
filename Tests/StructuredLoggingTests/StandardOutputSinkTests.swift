import Glibc
import StructuredLogging
import Testing

@Suite("The sink for standard output")
struct StandardOutputSinkTests {
    private func line(_ text: String) -> [UInt8] { Array(text.utf8) + [10] }

    @Test(arguments: [false, true])
    func linesArriveInOrderAndWhole(nonBlocking: Bool) throws {
        let pipe = try Pipe(nonBlocking: nonBlocking)
        let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd)
        // More than a pipe holds (64 KiB), so that the writer has to wait for the reader.
        let padding = String(repeating: "x", count: 100)
        let sent = (0..<2000).map { "\($0) \(padding)" }
        for text in sent { sink.write(line(text)) }
        #expect(pipe.readLines(sent.count) == sent)
        #expect(sink.flush(timeout: .seconds(30)))
        #expect(sink.dropped == 0)
    }

    /// Nobody reads: the writer thread stays in `write`, the callers go on, and what does not fit is counted.
    @Test(arguments: [false, true])
    func aFullQueueDropsAndCounts(nonBlocking: Bool) throws {
        let pipe = try Pipe(nonBlocking: nonBlocking)
        let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd, maximumLines: 10, maximumBytes: 1 << 20)
        let large = String(repeating: "x", count: 100_000)
        for _ in 0..<50 { sink.write(line(large)) }
        #expect(sink.dropped >= 40)
        #expect(!sink.flush(timeout: .milliseconds(1)))
        let accepted = 50 - sink.dropped
        #expect(pipe.readLines(accepted) == Array(repeating: large, count: accepted))
        #expect(sink.flush(timeout: .seconds(30)))
        #expect(sink.dropped == 50 - accepted)
    }

    @Test func aClosedPipeCostsLinesAndNotTheProcess() throws {
        let pipe = try Pipe()
        pipe.closeReadEnd()
        let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd)
        for _ in 0..<20 { sink.write(line("lost")) }
        #expect(sink.flush(timeout: .seconds(30)))
        #expect(sink.dropped == 20)
    }

    /// A line longer than a pipe holds (64 KiB) is cut when the reader goes: it counts as lost, like those behind it.
    @Test func aReaderThatLeavesInMidLineCostsThatLineToo() throws {
        let pipe = try Pipe()
        let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd)
        for _ in 0..<3 { sink.write(line(String(repeating: "x", count: 100_000))) }
        pipe.closeReadEnd()
        #expect(sink.flush(timeout: .seconds(30)))
        #expect(sink.dropped == 3)
    }

    @Test func aFullDiskCostsLines() throws {
        let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let sink = StandardOutputSink(fileDescriptor: descriptor)
        for _ in 0..<3 { sink.write(line("lost")) }
        #expect(sink.flush(timeout: .seconds(30)))
        #expect(sink.dropped == 3)
    }

    @Test func whatIsQueuedIsWrittenWhenTheSinkGoes() throws {
        let pipe = try Pipe()
        do {
            let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd)
            for number in 0..<100 { sink.write(line("\(number)")) }
        }
        #expect(pipe.readLines(100) == (0..<100).map(String.init))
    }

    @Test func anIdleSinkFlushesAtOnce() throws {
        let pipe = try Pipe()
        #expect(StandardOutputSink(fileDescriptor: pipe.writeEnd).flush(timeout: .zero))
    }

    @Test func manyThreadsLoseNothingUncounted() async throws {
        let pipe = try Pipe()
        let sink = StandardOutputSink(fileDescriptor: pipe.writeEnd, maximumLines: 100)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask { for number in 0..<100 { sink.write(Array("\(task) \(number)\n".utf8)) } }
            }
        }
        #expect(sink.flush(timeout: .seconds(30)))
        let arrived = pipe.readLines(400 - sink.dropped)
        #expect(Set(arrived).count == 400 - sink.dropped)
    }
}
