import EventLoop
import Redis
import TestSupport
import Testing

/// Values that go to a real server and come back.
@Suite(.timeLimit(.minutes(2))) struct ValueTests {
    @Test func aValueThatWasSetIsThereAndAnotherIsNot() async throws {
        try await withRedis { _, client, _ in
            #expect(try await client.get("key") == nil)
            try await client.set("key", Array("value".utf8))
            #expect(try await client.get("key") == Array("value".utf8))
            try await client.set("key", Array("other".utf8))
            #expect(try await client.get("key") == Array("other".utf8))
            #expect(try await client.get("") == nil)
            #expect(try await client.get("kéy\r\n") == nil)
        }
    }

    @Test func anyBytesComeBackAsTheyWere() async throws {
        let values: [[UInt8]] = [
            [], [0], Array("\r\n".utf8), Array("$-1\r\n".utf8), [UInt8](0...255),
            [UInt8](repeating: 0xFF, count: 70_000),
        ]
        try await withRedis { _, client, _ in
            for (index, value) in values.enumerated() { try await client.set("key\r\n \(index)", value) }
            for (index, value) in values.enumerated() { #expect(try await client.get("key\r\n \(index)") == value) }
        }
    }

    @Test func aValueMayHaveAMebibyteAndTheLimitAndNotAByteMore() async throws {
        var configuration = RedisClientConfiguration()
        try await withRedis { _, client, group in
            var generator = SeededGenerator(seed: 1)
            let mebibyte = (0..<1 << 17).flatMap { _ in
                withUnsafeBytes(of: generator.next()) { Array($0) }
            }
            try await client.set("large", mebibyte)
            #expect(try await client.get("large") == mebibyte)
            let longest = [UInt8](repeating: 1, count: configuration.maxValueBytes)
            try await client.set("longest", longest)
            #expect(try await client.get("longest") == longest)
            await #expect(throws: RedisError(.valueTooLong)) { try await client.set("longer", longest + [1]) }
        }
        // Another client may have set what this one does not read.
        configuration.maxValueBytes = 5
        try await withRedis { server, client, group in
            try await client.set("key", Array("123456".utf8))
            let small = try TestClient("redis://127.0.0.1:\(server.port)", configuration, on: group)
            let error = await small.failure()
            #expect(error == RedisError(.malformedReply(.bulkTooLong)))
            #expect(error?.type == "protocol")
            // The connection is gone, and with it what was left of the value.
            try await small.set("key", Array("12345".utf8))
            #expect(try await small.get("key") == Array("12345".utf8))
            await small.close()
        }
    }

    @Test func aValueExpires() async throws {
        try await withRedis { _, client, _ in
            try await client.set("long", [1], expiry: .seconds(Int64.max))
            try await client.set("brief", [2], expiry: .milliseconds(1))
            // The server's clock ends it, and each look is an event of its own.
            let deadline = EventLoopClock.Instant.now.advanced(by: .seconds(30))
            while try await client.get("brief") != nil, .now < deadline {}
            #expect(try await client.get("brief") == nil)
            #expect(try await client.get("long") == [1])
        }
    }

    @Test func anErrorOfTheServerIsOneAndTheConnectionStaysGood() async throws {
        try await withRedis(["--maxmemory", "1"]) { server, client, _ throws in
            #expect(try await client.get("key") == nil)
            let error = await #expect(throws: RedisError.self) { try await client.set("key", [1]) }
            #expect(error?.type == "server_error")
            #expect(error?.description.contains("OOM command not allowed") == true)
            #expect(socketsConnected(to: server.port) == 1)
            #expect(try await client.get("key") == nil)
            #expect(socketsConnected(to: server.port) == 1)
        }
    }

    @Test(arguments: [1, 2])
    func twoHundredAtOnceShareAFewConnections(_ loops: Int) async throws {
        try await withRedis(loops: loops) { server, client, _ throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await client.set("key \(number)", Array("value \(number)".utf8))
                        #expect(try await client.get("key \(number)") == Array("value \(number)".utf8))
                    }
                }
                try await group.waitForAll()
            }
            #expect((1...4 * loops).contains(socketsConnected(to: server.port)))
        }
    }

    @Test func aConnectionIsUsedAgainUnlessItIsTooOldOrWasIdleForTooLong() async throws {
        var configuration = RedisClientConfiguration()
        for (age, idleTime, expected) in [(300, 55, 1), (0, 55, 5), (300, 0, 5)] {
            configuration.maxConnectionAge = .seconds(age)
            configuration.maxIdleTime = .seconds(idleTime)
            let opened = Opened()
            try await withScript(configuration) { socket, _ throws in
                opened.increment()
                while true {
                    try await socket.expect("key\r\n")
                    try await socket.write("$-1\r\n")
                }
            } _: { client throws in
                for _ in 0..<5 { #expect(try await client.get("key") == nil) }
            }
            #expect(opened.count == expected)
        }
    }

    @MainActor @Test func aCallerMayBeIsolatedToAnActor() async throws {
        try await withRedis { _, client, _ in
            try await client.set("key", [1])
            #expect(try await client.get("key") == [1])
        }
    }

    @Test func aCallerMayBeOnTheLoop() async throws {
        try await withRedis { _, client, group in
            let value = try await Task(executorPreference: group.loops[0]) {
                try await client.set("key", [1])
                return try await client.get("key")
            }.value
            #expect(value == [1])
        }
    }
}
