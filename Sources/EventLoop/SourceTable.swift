import Posix

/// What receives the events of a descriptor. Called on the loop's thread.
protocol EventSource: AnyObject {
    func handle(_ readiness: Readiness)
}

/// The sources of a loop by token. A token holds a slot and the slot's generation, so that an event still queued
/// for a closed descriptor cannot reach the one that took its slot.
struct SourceTable {
    private struct Slot {
        var source: (any EventSource)?
        var generation: UInt32 = 0
    }

    private var slots: [Slot] = []
    private var free: [Int] = []

    mutating func insert(_ source: any EventSource) -> UInt64 {
        let index: Int
        if let reused = free.popLast() {
            index = reused
        } else {
            index = slots.count
            slots.append(Slot())
        }
        slots[index].source = source
        return UInt64(slots[index].generation) << 32 | UInt64(index)
    }

    mutating func remove(_ token: UInt64) {
        let index = Int(token & 0xFFFF_FFFF)
        guard self[token] != nil else { return }
        slots[index].source = nil
        // One less than 2³², so that no token equals the wake-up token.
        slots[index].generation = (slots[index].generation &+ 1) & 0x7FFF_FFFF
        free.append(index)
    }

    subscript(token: UInt64) -> (any EventSource)? {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < slots.count, slots[index].generation == UInt32(token >> 32) else { return nil }
        return slots[index].source
    }
}
