import EventLoop
import HTTPCore
import Redis
import TestSupport
import Testing

@testable import ClientService

/// The shared cache, with a real Redis.
@Suite("Shared cache", .timeLimit(.minutes(2)))
struct SharedCacheTests {
    private static let stored = #"resilience_cache_operations_total{cache="redis",operation="set",result="ok"}"#
    private static let hit = #"resilience_cache_operations_total{cache="redis",operation="get",result="hit"}"#
    private static let miss = #"resilience_cache_operations_total{cache="redis",operation="get",result="miss"}"#

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func client(_ server: RedisServerProcess, _ settings: [String: String] = [:]) throws -> ClientHarness {
        // Time enough for a slow machine: what is tested here is what comes of it, not how fast.
        let defaults = ["REDIS_URL": "redis://127.0.0.1:\(server.port)/0", "REDIS_TIMEOUT": "10s"]
        return try ClientHarness(.full, defaults.merging(settings) { $1 })
    }

    @Test("A client that has just started serves what another has stored")
    func survivesRestart() async throws {
        let server = try await RedisServerProcess.start()
        let first = try client(server)
        first.backends[0].answer([.ok])
        #expect(await first.get().fields[.xSource] == "backend")
        try await first.wait(for: Self.stored, atLeast: 1)
        await first.stop()

        let second = try client(server)
        second.backends[0].answer([.internalServerError])
        let response = await second.get()
        #expect(response.fields[.xSource] == "stale")
        #expect(Int(response.fields[.age] ?? "") != nil)
        #expect(text(response).contains(#""data":{"n":1}"#))
        #expect(second.metric(Self.hit) == 1)
        // It is in memory now.
        _ = await second.get()
        #expect(second.metric(Self.hit) == 1)
        await second.stop()
        await server.kill()
    }

    @Test(
        "Garbage in Redis is a miss, and costs no request",
        arguments: ["", "x", "1 5 json\n{", "1 -5 json\n{}", "2 5 json\n{}"]
    )
    func garbage(value: String) async throws {
        let server = try await RedisServerProcess.start()
        let harness = try client(server)
        let redis = RedisClient(
            url: try RedisURL("redis://127.0.0.1:\(server.port)"),
            on: harness.group,
            resolver: try Resolver()
        )
        let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(30))
        try await redis.set("holdfast:last-good:/api/data", Array(value.utf8), expiry: .seconds(60), deadline: deadline)
        harness.backends[0].answer([.internalServerError])
        #expect(await harness.get().status == .badGateway)
        #expect(harness.metric(Self.miss) == 1)
        await redis.close()
        await harness.stop()
        await server.kill()
    }

    @Test("What the backend no longer has is gone from Redis too")
    func removed() async throws {
        let server = try await RedisServerProcess.start()
        let first = try client(server)
        first.backends[0].answer([.ok, .notFound])
        _ = await first.get()
        try await first.wait(for: Self.stored, atLeast: 1)
        #expect(await first.get().status == .notFound)
        try await first.wait(for: Self.stored, atLeast: 2)
        await first.stop()
        let second = try client(server)
        second.backends[0].answer([.internalServerError])
        #expect(await second.get().status == .badGateway)
        await second.stop()
        await server.kill()
    }

    @Test("Redis gone: requests are answered as without it, and after three tries nobody asks it")
    func gone() async throws {
        let server = try await RedisServerProcess.start()
        let harness = try client(server)
        await server.kill()
        harness.backends[0].answer([.internalServerError])
        for number in 0..<10 { #expect(await harness.get("/api/data?\(number)").status == .badGateway) }
        let failed = #"resilience_cache_operations_total{cache="redis",operation="get",result="error"}"#
        let opened =
            #"resilience_breaker_transitions_total{breaker="redis",scope="call",address="",from="closed",to="open"}"#
        #expect(try #require(harness.metric(failed)) >= 3)
        #expect(harness.metric(opened) == 1)
        harness.backends[0].answer([.ok])
        for _ in 0..<10 { #expect(await harness.get().fields[.xSource] == "backend") }
        await harness.stop()
    }

    @Test("Redis that hangs costs its timeout at most, and good answers nothing at all")
    func hangs() async throws {
        let server = try await RedisServerProcess.start()
        let harness = try client(server, ["REDIS_TIMEOUT": "20ms"])
        server.pause()
        harness.backends[0].answer([.ok])
        for _ in 0..<20 { #expect(await harness.get().fields[.xSource] == "backend") }
        harness.backends[0].answer([.internalServerError])
        for number in 0..<6 { #expect(await harness.get("/api/data?\(number)").status == .badGateway) }
        let timedOut = #"resilience_cache_operations_total{cache="redis",operation="get",result="timeout"}"#
        let written = #"resilience_cache_operations_total{cache="redis",operation="set",result="timeout"}"#
        #expect((harness.metric(timedOut) ?? 0) + (harness.metric(written) ?? 0) >= 3)
        server.goOn()
        await harness.stop()
        await server.kill()
    }

    @Test("An entry is what it was, and nothing else is one")
    func entries() throws {
        let entry = SharedEntry(content: Content(bytes: Array(#"{"a":"ü\n"}"#.utf8), isJSON: true), storedAt: 1_000)
        let read = try #require(SharedEntry(parsing: entry.bytes))
        #expect(read.content.bytes == entry.content.bytes)
        #expect(read.content.isJSON)
        #expect(read.age(at: 61_000) == .seconds(60))
        // A clock that is ahead makes an answer new, never newer.
        #expect(read.age(at: 500) == .zero)
        #expect(read.age(at: .max) > .zero)
        let text = SharedEntry(content: Content(bytes: [0xff, 0x0a], isJSON: false), storedAt: 5)
        #expect(SharedEntry(parsing: text.bytes)?.content.bytes == [0xff, 0x0a])
    }

    @Test("Random bytes are no entry and no trap", arguments: 0..<20)
    func randomBytes(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            let head = Array("1 12 json\n".utf8.prefix(Int.random(in: 0...10, using: &generator)))
            let tail = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if let entry = SharedEntry(parsing: head + tail) { #expect(entry.storedAt >= 0) }
        }
    }
}
