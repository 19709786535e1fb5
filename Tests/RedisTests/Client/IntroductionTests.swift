import EventLoop
import Redis
import TestSupport
import Testing

/// What is said first on a new connection: who the client is, and which database it wants.
@Suite(.timeLimit(.minutes(2))) struct IntroductionTests {
    static let password = ["--requirepass", "p@ss: w/rd"]
    static let right = "p%40ss%3A%20w%2Frd"

    @Test func theRightPasswordOpens() async throws {
        try await withRedis(Self.password, login: ":\(Self.right)@") { _, client, _ throws in
            try await client.set("key", [1])
            #expect(try await client.get("key") == [1])
        }
    }

    @Test func theWrongPasswordIsRefusedAndNotRepeated() async throws {
        try await withRedis(Self.password, login: ":hunter2@") { server, client, _ throws in
            let error = await client.failure()
            #expect(error == RedisError(.server("AUTH was refused (WRONGPASS)")))
            #expect(error?.type == "server_error")
            #expect(socketsConnected(to: server.port) == 0)
        }
    }

    @Test func noPasswordIsSaidToBeMissing() async throws {
        try await withRedis(Self.password) { _, client, _ throws in
            let error = await client.failure()
            #expect(error?.type == "server_error")
            #expect(error?.description.contains("NOAUTH Authentication required.") == true)
        }
    }

    @Test func aUserHasAPasswordOfTheirOwn() async throws {
        let settings = ["--user", "alice", "on", ">secret", "~*", "+@all"] + Self.password
        try await withRedis(settings, login: "alice:secret@") { server, client, group throws in
            try await client.set("key", [1])
            #expect(try await client.get("key") == [1])
            let other = try TestClient("redis://bob:secret@127.0.0.1:\(server.port)", on: group)
            #expect(await other.failure() == RedisError(.server("AUTH was refused (WRONGPASS)")))
            await other.close()
        }
    }

    /// A server without the command repeats all that was sent.
    @Test func aPasswordThatTheServerRepeatsIsNotShown() async throws {
        try await withRedis(["--rename-command", "AUTH", ""], login: ":hunter2@") { _, client, _ throws in
            #expect(await client.failure() == RedisError(.server("AUTH was refused (ERR)")))
        }
        try await withScript(login: ":hunter2@") { socket, _ throws in
            try await socket.expect("hunter2\r\n")
            try await socket.write("-hunter2 is no password\r\n")
        } _: { client throws in
            #expect(await client.failure() == RedisError(.server("AUTH was refused (without a code)")))
        }
    }

    @Test func eachDatabaseHasItsOwnKeys() async throws {
        try await withRedis(Self.password) { server, _, group throws in
            let address = ":\(Self.right)@127.0.0.1:\(server.port)"
            let zero = try TestClient("redis://\(address)", on: group)
            let seven = try TestClient("redis://\(address)/7", on: group)
            try await zero.set("key", [0])
            #expect(try await seven.get("key") == nil)
            try await seven.set("key", [7])
            #expect(try await zero.get("key") == [0])
            #expect(try await seven.get("key") == [7])
            await zero.close()
            await seven.close()
        }
    }

    @Test func aDatabaseThatIsNotThereIsRefusedAndNothingIsWritten() async throws {
        try await withRedis { server, client, group in
            let beyond = try TestClient("redis://127.0.0.1:\(server.port)/16", on: group)
            let error = await #expect(throws: RedisError.self) { try await beyond.set("key", [1]) }
            #expect(error?.type == "server_error")
            #expect(error?.description.contains("DB index is out of range") == true)
            // It would have gone into the first.
            #expect(try await client.get("key") == nil)
            await beyond.close()
        }
    }

    @Test(arguments: ["+OK\r\n", "$-1\r\n+OK\r\n", "+OK\r\n+OK\r\n+OK\r\n", "?", "+QUEUED\r\n+OK\r\n"])
    func anIntroductionWithAnotherAnswerEndsTheConnection(_ answer: String) async throws {
        let opened = Opened()
        try await withScript(login: ":p@") { socket, _ throws in
            opened.increment()
            try await socket.expect("p\r\n")
            try await socket.write(answer)
            if answer == "+OK\r\n" { return }
            // Nothing more is sent, not even the command.
            try await socket.expect("key\r\n")
            Issue.record("the command was sent")
        } _: { client throws in
            let error = await client.failure(within: .seconds(30))
            if answer == "+OK\r\n" {
                // The connection ended where the command should have been answered.
                #expect(error?.type == "connect_error")
            } else {
                #expect(error?.type == "protocol")
            }
        }
        #expect(opened.count == 1)
    }
}
