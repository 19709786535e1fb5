/// A place in a ``WaitList``. It stays unique: a ticket that has been used up names nobody.
public struct WaitTicket: Sendable, Hashable {
    let slot: Int
    let serial: UInt64
}

/// A queue that anybody may leave from the middle: first come, first served, each operation in constant time.
///
/// The waiters lie in one array and are linked by index; a slot that was left is used again, so the array never grows
/// beyond the most that ever waited at once.
@usableFromInline
struct WaitList<Element: Sendable>: Sendable {
    private struct Slot: Sendable {
        var element: Element?
        /// Serial number of whoever is in the slot.
        var serial: UInt64
        var previous: Int
        /// The next in the queue, or the next free slot.
        var next: Int
    }

    private static var none: Int { -1 }

    private var slots: [Slot] = []
    private var first = Self.none
    private var last = Self.none
    private var firstFree = Self.none
    private var serial: UInt64 = 0

    /// How many wait.
    @usableFromInline var count = 0

    mutating func append(_ element: Element) -> WaitTicket {
        serial += 1
        let filled = Slot(element: element, serial: serial, previous: last, next: Self.none)
        let index: Int
        if firstFree == Self.none {
            index = slots.count
            slots.append(filled)
        } else {
            index = firstFree
            firstFree = slots[index].next
            slots[index] = filled
        }
        if last == Self.none { first = index } else { slots[last].next = index }
        last = index
        count += 1
        return WaitTicket(slot: index, serial: serial)
    }

    /// Takes out whoever has waited longest; nil if nobody waits.
    @usableFromInline
    mutating func popFirst() -> Element? { first == Self.none ? nil : unlink(first) }

    /// Takes out whoever holds this ticket; nil if they have left already.
    mutating func remove(_ ticket: WaitTicket) -> Element? {
        guard slots.indices.contains(ticket.slot), slots[ticket.slot].serial == ticket.serial else { return nil }
        return unlink(ticket.slot)
    }

    private mutating func unlink(_ index: Int) -> Element? {
        let slot = slots[index]
        if slot.previous == Self.none { first = slot.next } else { slots[slot.previous].next = slot.next }
        if slot.next == Self.none { last = slot.previous } else { slots[slot.next].previous = slot.previous }
        // No serial number is 0, so no ticket names an empty slot.
        slots[index] = Slot(element: nil, serial: 0, previous: Self.none, next: firstFree)
        firstFree = index
        count -= 1
        return slot.element
    }
}
