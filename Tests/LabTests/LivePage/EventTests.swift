import HTTPCore
import TestSupport
import Testing

@testable import Lab

@Suite struct EventTests {
    @Test func anEventIsALinePerFieldAndAnEmptyOne() {
        let position = EventPosition(lab: "a1", number: 7)
        let event = ServerSentEvent(name: "round", id: position, data: Array(#"{"a":1}"#.utf8))
        #expect(String(decoding: event.bytes, as: UTF8.self) == "event: round\nid: a1-7\ndata: {\"a\":1}\n\n")
        let end = ServerSentEvent(name: "stopped", data: Array("null".utf8))
        #expect(String(decoding: end.bytes, as: UTF8.self) == "event: stopped\ndata: null\n\n")
        #expect(ServerSentEvent.retry(milliseconds: 1_000) == Array("retry: 1000\n\n".utf8))
    }

    @Test(arguments: ["a-0", "18c2f1-42", "0-9223372036854775807"]) func aPositionIsReadAsItIsWritten(text: String) {
        #expect(EventPosition(text)?.description == text)
    }

    @Test(arguments: [
        "", "-", "a", "a-", "-1", "a--1", "a-1-2", "A-1", "a-+1", "a-01", "a-1 ", "a\n-1", "a-9223372036854775808",
        String(repeating: "a", count: 70) + "-1",
    ])
    func whatIsNoPositionIsNone(text: String) {
        #expect(EventPosition(text) == nil)
    }

    /// Against all events ever appended, of which only the last ones may be given.
    @Test(arguments: 0..<20) func aReaderGetsWhatItHasMissedOrHearsThatItIsGone(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ring = EventRing(lab: "here")
        var all: [[UInt8]] = []
        for _ in 0..<400 {
            let size = Int.random(in: 1...(seed % 2 == 0 ? 200 : 60_000), using: &generator)
            let event = [UInt8](repeating: UInt8.random(in: 0...255, using: &generator), count: size)
            #expect(ring.next == EventPosition(lab: "here", number: all.count + 1))
            ring.append(event)
            all.append(event)
            #expect(ring.last == all.count)
            #expect(ring.bytes <= max(EventRing.byteLimit, event.count))
            let number = Int.random(in: 0...(all.count + 2), using: &generator)
            switch ring.reading(after: EventPosition(lab: "here", number: number)) {
            case .upToDate: #expect(number == all.count)
            case .events(let events, let last):
                #expect(last == all.count)
                // Not compared in the expectation, which would describe megabytes.
                let isWhatWasMissed = events == Array(all[number...])
                #expect(isWhatWasMissed)
                #expect(events.count <= EventRing.countLimit)
            case .tooFarBehind:
                let missed = all.dropFirst(number)
                let isTooMuch =
                    missed.count > EventRing.countLimit
                    || missed.reduce(0) { $0 + $1.count } + event.count > EventRing.byteLimit
                #expect(number > all.count || isTooMuch)
            }
        }
        #expect(ring.reading(after: nil) == .tooFarBehind)
        #expect(ring.reading(after: EventPosition(lab: "there", number: ring.last)) == .tooFarBehind)
    }

    @Test func aWakeIsNotLostAndACancelledWaitEnds() async {
        let reader = EventReader()
        reader.wake()
        await reader.wait()
        let task = Task { await reader.wait() }
        task.cancel()
        await task.value
        let second = EventReader()
        let waiting = Task { await second.wait() }
        second.wake()
        await waiting.value
    }
}
