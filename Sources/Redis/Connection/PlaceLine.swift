/// A number of places, and the line of those who wait for one, first come, first served: a pure value.
struct PlaceLine<Waiter: AnyObject> {
    private let total: Int
    private var taken = 0
    private var line: [Waiter] = []

    /// - Parameter total: how many places there are; at least 1.
    init(total: Int) { self.total = max(1, total) }

    /// Takes a place; false where none is free, or others wait: ``enqueue(_:)``.
    mutating func take() -> Bool {
        guard taken < total, line.isEmpty else { return false }
        taken += 1
        return true
    }

    /// Goes to the end of the line.
    mutating func enqueue(_ waiter: Waiter) { line.append(waiter) }

    /// Gives a place back. Whoever is returned has it now.
    mutating func free() -> Waiter? {
        guard line.isEmpty else { return line.removeFirst() }
        taken -= 1
        return nil
    }

    /// Takes one who waits no longer out of the line.
    mutating func leave(_ waiter: Waiter) { line.removeAll { $0 === waiter } }
}
