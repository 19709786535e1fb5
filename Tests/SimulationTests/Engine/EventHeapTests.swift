import Testing

@testable import Simulation

@Suite("Event heap")
struct EventHeapTests {
    @Test("Events come by time, those of one moment in the order in which they were scheduled")
    func order() {
        var random = RandomSource(seed: 1)
        for _ in 0..<200 {
            var heap = EventHeap()
            var expected: [(time: Int64, number: Int32)] = []
            var taken: [(time: Int64, number: Int32)] = []
            var number: Int32 = 0
            var earliest: Int64 = 0
            for _ in 0..<60 {
                if random.strikes(0.6) {
                    let time = earliest + Int64(random.below(8))
                    heap.schedule(0, at: time, index: number)
                    expected.append((time, number))
                    number += 1
                } else if let event = heap.next() {
                    taken.append((event.time, event.index))
                    // Time does not go back.
                    earliest = event.time
                }
            }
            while let event = heap.next() { taken.append((event.time, event.index)) }
            let sorted = expected.sorted { ($0.time, $0.number) < ($1.time, $1.number) }
            #expect(taken.map(\.number) == sorted.map(\.number))
            #expect(heap.count == 0)
        }
    }

    @Test("The kind comes back with the event")
    func kind() {
        var heap = EventHeap()
        heap.schedule(EventKind.probeTick.rawValue, at: 5, index: -7, tag: .max)
        let event = heap.next()
        #expect(event.map { EventKind(rawValue: UInt8(truncatingIfNeeded: $0.order)) } == .probeTick)
        #expect(event?.index == -7)
        #expect(event?.tag == .max)
    }
}
