import Testing

@testable import StructuredLogging

@Suite("The queue of lines")
struct LineQueueTests {
    private func line(_ length: Int) -> [UInt8] { Array(repeating: UInt8(ascii: "x"), count: length - 1) + [10] }

    private func accepts(_ length: Int, _ queue: inout LineQueue) -> Bool { queue.append(line(length)) }

    @Test func theBoundsHoldForWaitingAndForWrittenLinesTogether() {
        var queue = LineQueue(maximumLines: 3, maximumBytes: 100)
        #expect(accepts(10, &queue) == true)
        #expect(accepts(10, &queue) == true)
        var batch: [UInt8] = []
        queue.takeBatch(into: &batch)
        #expect(batch == line(10) + line(10))
        #expect(!queue.hasPending)
        #expect(accepts(10, &queue) == true)
        #expect(accepts(10, &queue) == false)
        queue.settleBatch()
        #expect(accepts(10, &queue) == true)
        #expect(queue.acceptedLines == 4)
        #expect(queue.settledLines == 2)
    }

    @Test func bytesAreBounded() {
        var queue = LineQueue(maximumLines: 100, maximumBytes: 25)
        #expect(accepts(26, &queue) == false)
        #expect(accepts(20, &queue) == true)
        #expect(accepts(6, &queue) == false)
        #expect(accepts(5, &queue) == true)
        var batch: [UInt8] = []
        queue.takeBatch(into: &batch)
        #expect(accepts(1, &queue) == false)
        queue.settleBatch()
        #expect(accepts(25, &queue) == true)
        queue.takeBatch(into: &batch)
        #expect(batch == line(25))
    }
}
