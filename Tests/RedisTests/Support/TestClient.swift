import EventLoop
import Posix
import Redis
import TestSupport
import Testing

/// A client with short names, whose deadlines are far unless a test says otherwise.
struct TestClient: Sendable {
    let client: RedisClient

    init(
        _ url: String,
        _ configuration: RedisClientConfiguration = RedisClientConfiguration(),
        on group: EventLoopGroup,
        resolver: Resolver? = nil
    ) throws {
        client = RedisClient(
            url: try RedisURL(url),
            configuration: configuration,
            on: group,
            resolver: try resolver ?? Resolver()
        )
    }

    func get(_ key: String, within timeout: Duration = .seconds(30)) async throws(RedisError) -> [UInt8]? {
        try await client.get(key, deadline: .now.advanced(by: timeout))
    }

    func set(
        _ key: String,
        _ value: [UInt8],
        expiry: Duration = .seconds(3600),
        within timeout: Duration = .seconds(30)
    ) async throws(RedisError) {
        try await client.set(key, value, expiry: expiry, deadline: .now.advanced(by: timeout))
    }

    /// What getting `key` fails with; nil where it does not.
    func failure(_ key: String = "key", within timeout: Duration = .seconds(30)) async -> RedisError? {
        do throws(RedisError) {
            _ = try await get(key, within: timeout)
            return nil
        } catch {
            return error
        }
    }

    func close() async { await client.close() }
}

/// Runs `body` with a real server and a client of it; afterwards no connection is left.
func withRedis(
    _ settings: [String] = [],
    _ configuration: RedisClientConfiguration = RedisClientConfiguration(),
    loops: Int = 1,
    login: String = "",
    _ body: (RedisServerProcess, TestClient, EventLoopGroup) async throws -> Void
) async throws {
    let server = try await RedisServerProcess.start(settings)
    let group = try EventLoopGroup(count: loops)
    let client = try TestClient("redis://\(login)127.0.0.1:\(server.port)", configuration, on: group)
    do { try await body(server, client, group) } catch { Issue.record(error) }
    await client.close()
    #expect(socketsConnected(to: server.port) == 0)
    group.shutDown()
    await server.kill()
}

/// Runs `body` with a server that a test writes and a client of it; afterwards no connection is left.
func withScript(
    _ configuration: RedisClientConfiguration = RedisClientConfiguration(),
    login: String = "",
    _ script: @escaping ScriptedServer.Script,
    _ body: (TestClient) async throws -> Void
) async throws {
    let server = try ScriptedServer(script)
    let client = try TestClient("redis://\(login)\(server.address)", configuration, on: server.group)
    do { try await body(client) } catch { Issue.record(error) }
    await client.close()
    #expect(socketsConnected(to: server.address.port) == 0)
    try await server.stop()
}

extension AsyncSocket {
    /// Reads until what came ends so.
    func expect(_ end: String) async throws {
        let input = ReceiveBuffer()
        while !input.readable.suffix(end.utf8.count).elementsEqual(end.utf8) {
            guard try await input.receive(from: self) > 0 else { throw IOError.closed }
        }
    }

    func write(_ text: String) async throws { try await write(Array(text.utf8)) }
}
