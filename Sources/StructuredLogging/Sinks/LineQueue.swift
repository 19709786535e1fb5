/// The lines that wait for the writer, as one run of bytes, within bounds: a pure value without a lock.
///
/// Two buffers take turns: lines gather in one while the writer empties the other. The bounds hold for both together.
struct LineQueue {
    let maximumLines: Int
    let maximumBytes: Int

    private var pending: [UInt8] = []
    private var pendingLines = 0
    private var inFlightLines = 0
    private var inFlightBytes = 0

    /// How many lines were taken, and how many of them are done with, written or not. A line is done with once
    /// `settledLines` has reached what `acceptedLines` was when it had been taken.
    private(set) var acceptedLines = 0
    private(set) var settledLines = 0

    init(maximumLines: Int, maximumBytes: Int) {
        self.maximumLines = maximumLines
        self.maximumBytes = maximumBytes
    }

    var hasPending: Bool { pendingLines > 0 }

    /// Takes `line`, or says false where it would pass a bound.
    mutating func append(_ line: [UInt8]) -> Bool {
        guard pendingLines + inFlightLines < maximumLines,
            pending.count + inFlightBytes + line.count <= maximumBytes
        else { return false }
        line.withUnsafeBufferPointer { pending.append(contentsOf: $0) }
        pendingLines += 1
        acceptedLines += 1
        return true
    }

    /// Moves all waiting lines into `batch`, whose storage takes the next ones.
    mutating func takeBatch(into batch: inout [UInt8]) {
        batch.removeAll(keepingCapacity: true)
        swap(&pending, &batch)
        inFlightLines = pendingLines
        inFlightBytes = batch.count
        pendingLines = 0
    }

    /// Says that the batch taken last is done with.
    mutating func settleBatch() {
        settledLines += inFlightLines
        inFlightLines = 0
        inFlightBytes = 0
    }
}
