/// The last events of a stream, for readers that come back or are a little behind. Pure; bounded by count and by bytes.
///
/// Each event's bytes are made once, whatever the number of readers: they share them.
struct EventRing {
    /// What a reader gets next.
    enum Reading: Equatable {
        /// It has seen everything.
        case upToDate
        /// What it has missed, in order.
        case events([[UInt8]], upTo: Int)
        /// It is new, of another lab, or too far behind: what it missed is gone, and it begins with the whole picture.
        case tooFarBehind
    }

    /// Two minutes of events.
    static let countLimit = 120
    static let byteLimit = 2 << 20

    let lab: String
    /// The number of the last event; 0 before the first.
    private(set) var last = 0
    private var events: [[UInt8]] = []
    private(set) var bytes = 0

    init(lab: String) { self.lab = lab }

    /// The number that the next event has.
    var next: EventPosition { EventPosition(lab: lab, number: last + 1) }

    /// Appends an event, which has the number `next`, and drops the oldest beyond the limits; the newest always stays.
    mutating func append(_ event: [UInt8]) {
        last += 1
        events.append(event)
        bytes += event.count
        while events.count > 1, events.count > Self.countLimit || bytes > Self.byteLimit {
            bytes -= events.removeFirst().count
        }
    }

    /// What a reader at `position` gets next; nil is one that has seen nothing.
    func reading(after position: EventPosition?) -> Reading {
        guard let position, position.lab == lab, position.number <= last, position.number >= last - events.count else {
            return .tooFarBehind
        }
        if position.number == last { return .upToDate }
        return .events(Array(events.suffix(last - position.number)), upTo: last)
    }
}
