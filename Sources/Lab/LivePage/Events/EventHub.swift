import Synchronization

/// Hands what the lab measures to every open page. Thread-safe.
///
/// A reader takes events at its own pace from a bounded ring; nothing is kept for it. One that falls behind the ring gets
/// the whole picture anew.
final class EventHub: Sendable {
    /// What a reader gets next.
    enum Delivery {
        case events([[UInt8]], EventPosition)
        /// Nothing yet: wait.
        case nothing
        /// The stream has ended; these are its last bytes.
        case end([UInt8])
    }

    private struct State {
        var ring: EventRing
        var model = PageModel()
        var readers: [ObjectIdentifier: EventReader] = [:]
        /// The whole picture as of the last event, once somebody wanted it.
        var picture: [UInt8]?
        var end: [UInt8]?
        var pictures = 0
    }

    private let state: Mutex<State>
    private let onFirstReader: @Sendable () -> Void

    /// - Parameters:
    ///   - lab: tells this lab's events from another's.
    ///   - onFirstReader: called when somebody begins to read; must be quick.
    init(lab: String, onFirstReader: @escaping @Sendable () -> Void = {}) {
        state = Mutex(State(ring: EventRing(lab: lab)))
        self.onFirstReader = onFirstReader
    }

    /// How many pages are open.
    var readerCount: Int { state.withLock { $0.readers.count } }

    /// How often the whole picture was put into bytes.
    var picturesMade: Int { state.withLock { $0.pictures } }

    func enter(_ reader: EventReader) {
        let isFirst = state.withLock { state in
            state.readers[ObjectIdentifier(reader)] = reader
            // What was measured before the last page closed is no picture of now.
            if state.readers.count == 1 { state.model.isCurrent = false }
            return state.readers.count == 1
        }
        if isFirst { onFirstReader() }
    }

    func leave(_ reader: EventReader) {
        state.withLock { _ = $0.readers.removeValue(forKey: ObjectIdentifier(reader)) }
    }

    /// What a reader at `position` gets next.
    func delivery(after position: EventPosition?) -> Delivery {
        state.withLock { state in
            if let end = state.end { return .end(end) }
            switch state.ring.reading(after: position) {
            case .upToDate: return .nothing
            case .events(let events, let last): return .events(events, EventPosition(lab: state.ring.lab, number: last))
            case .tooFarBehind:
                guard state.model.isCurrent else { return .nothing }
                let position = EventPosition(lab: state.ring.lab, number: state.ring.last)
                let picture =
                    state.picture
                    ?? ServerSentEvent(name: "picture", id: position, data: state.model.picture).bytes
                if state.picture == nil { state.pictures += 1 }
                state.picture = picture
                return .events([picture], position)
            }
        }
    }

    /// Takes in what was measured, and tells every reader.
    func publish(_ round: PageRound) {
        let readers = state.withLock { state in
            state.model.take(round)
            state.picture = nil
            state.ring.append(ServerSentEvent(name: "round", id: state.ring.next, data: round.json).bytes)
            return Array(state.readers.values)
        }
        for reader in readers { reader.wake() }
    }

    /// Ends every reader's stream.
    ///
    /// - Parameter reason: for people.
    func close(reason: String) {
        let readers = state.withLock { state in
            var data: [UInt8] = []
            PageJSON.append(reason, to: &data)
            state.end = ServerSentEvent(name: "stopped", data: data).bytes
            return Array(state.readers.values)
        }
        for reader in readers { reader.wake() }
    }
}
