import HTTPCore
import HTTPServer
import Synchronization
import Testing

@testable import Lab

/// Takes pieces as a peer would, and waits before each until it is let.
private final class Peer: HTTPBodyWriter {
    private struct State {
        var text = ""
        var allowed: Int
        var waiter: UnsafeContinuation<Void, Never>?
        var enough: (text: String, continuation: UnsafeContinuation<Void, Never>)?
    }

    private let state: Mutex<State>

    init(allowed: Int = .max) { state = Mutex(State(allowed: allowed)) }

    func write(_ bytes: [UInt8]) async throws(HTTPBodyWriteError) {
        await withUnsafeContinuation { continuation in
            let isAllowed = state.withLock { state in
                if state.allowed == 0 { state.waiter = continuation } else { state.allowed -= 1 }
                return state.waiter == nil
            }
            if isAllowed { continuation.resume() }
        }
        let enough = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            state.text += String(decoding: bytes, as: UTF8.self)
            guard let enough = state.enough, state.text.contains(enough.text) else { return nil }
            state.enough = nil
            return enough.continuation
        }
        enough?.resume()
    }

    /// Lets all further pieces through.
    func allowAll() {
        let waiter = state.withLock { state in
            state.allowed = .max
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    var text: String { state.withLock { $0.text } }

    func receive(_ text: String) async {
        await withUnsafeContinuation { continuation in
            let isThere = state.withLock { state in
                if state.text.contains(text) { return true }
                state.enough = (text, continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }
}

private final class Counter: Sendable {
    let count = Atomic<Int>(0)
}

@Suite(.timeLimit(.minutes(1))) struct EventHubTests {
    private func round(_ second: Int, problem: String? = nil) -> PageRound {
        var block = CurveBlock(start: second, count: 1)
        block.series[CurveBlock.Key(curve: "answers", line: "fresh", mode: .full)] = [Double(second)]
        return PageRound(curves: block, problem: problem)
    }

    private func site(_ hub: EventHub) throws -> PageSite {
        PageSite(
            gate: PageGate(port: 1, token: "t"),
            files: try PageFiles(folder: Checkout.locate().pageFolder),
            description: [],
            hub: hub,
            worker: CommandWorker()
        ) { _ throws(LabError) in "" }
    }

    private func open(_ hub: EventHub, after: String? = nil) async throws -> HTTPBodyProducer {
        var fields: HTTPFields = [.host: "127.0.0.1:1"]
        if let after { fields[HTTPFieldName("last-event-id")!] = after }
        let request = HTTPRequest(method: .get, target: "/events", fields: fields)
        let response = try await site(hub).respond(to: RequestContext(request: request))
        #expect(response.fields[.contentType] == "text/event-stream")
        return try #require(response.producer)
    }

    @Test func aNewPageGetsThePictureOnceAndThenRounds() async throws {
        let hub = EventHub(lab: "x")
        let producer = try await open(hub)
        let peers = (0..<10).map { _ in Peer() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for peer in peers { group.addTask { try await producer(peer) } }
            for peer in peers { await peer.receive("retry: 1000\n\n") }
            while hub.readerCount < 10 { await Task.yield() }
            hub.publish(round(100))
            for peer in peers { await peer.receive("id: x-1\n") }
            hub.publish(round(101))
            for peer in peers { await peer.receive("id: x-2\n") }
            hub.close(reason: "The lab has stopped.")
            try await group.waitForAll()
        }
        #expect(hub.picturesMade == 1)
        #expect(hub.readerCount == 0)
        #expect(Set(peers.map(\.text)).count == 1)
        let kinds = peers[0].text.split(separator: "\n").filter { $0.hasPrefix("event: ") }
        #expect(kinds == ["event: picture", "event: round", "event: stopped"])
        #expect(peers[0].text.hasSuffix("data: \"The lab has stopped.\"\n\n"))
    }

    @Test func whoComesBackGetsWhatItHasMissed() async throws {
        let hub = EventHub(lab: "x")
        let other = EventReader()
        hub.enter(other)
        for second in 1...5 { hub.publish(round(second)) }
        let (known, unknown) = (Peer(), Peer())
        async let first: Void = open(hub, after: "x-3")(known)
        await known.receive("id: x-5\n")
        async let second: Void = open(hub, after: "y-3")(unknown)
        await unknown.receive("id: x-5\n")
        hub.close(reason: "")
        _ = try await (first, second)
        #expect(!known.text.contains("picture") && !known.text.contains("id: x-3") && known.text.contains("id: x-4"))
        #expect(unknown.text.contains("event: picture") && !unknown.text.contains("event: round"))
    }

    @Test func aSlowPageSkipsWhatItCannotTake() async throws {
        let hub = EventHub(lab: "x")
        let peer = Peer(allowed: 1)
        let producer = try await open(hub)
        let task = Task { try await producer(peer) }
        await peer.receive("retry")
        while hub.readerCount < 1 { await Task.yield() }
        for second in 1...1_000 { hub.publish(round(second)) }
        peer.allowAll()
        await peer.receive("id: x-1000\n")
        hub.close(reason: "")
        try await task.value
        // One picture may have been on its way; then the newest, and nothing of what was in between.
        #expect(peer.text.split(separator: "\n").count { $0.hasPrefix("event: ") } <= 3)
    }

    @Test func whatWasBeforeTheLastPageClosedIsNoPicture() {
        let hub = EventHub(lab: "x")
        hub.publish(round(1))
        let reader = EventReader()
        hub.enter(reader)
        guard case .nothing = hub.delivery(after: nil) else {
            Issue.record("an old picture")
            return
        }
        hub.publish(round(2))
        guard case .events(let events, let position) = hub.delivery(after: nil) else {
            Issue.record("no picture")
            return
        }
        #expect(events.count == 1 && position == EventPosition(lab: "x", number: 2))
    }

    @Test func theLabIsToldWhenSomebodyBeginsToLook() {
        let counter = Counter()
        let hub = EventHub(lab: "x") { counter.count.add(1, ordering: .relaxed) }
        let readers = [EventReader(), EventReader()]
        for reader in readers { hub.enter(reader) }
        #expect(counter.count.load(ordering: .relaxed) == 1)
        for reader in readers { hub.leave(reader) }
        hub.enter(readers[0])
        #expect(counter.count.load(ordering: .relaxed) == 2)
    }
}
