import CLinux
import Glibc
import Posix
import Synchronization

/// A `redis-server` of a test's own, in a folder of its own, that keeps nothing on disk. Killed by its number; it dies
/// with the test's process too. Thread-safe.
public final class RedisServerProcess: Sendable {
    /// It did not become ready.
    public struct NotStarted: Error {
        /// What it wrote.
        public let output: String
    }

    private struct State {
        var id: pid_t = 0
        var output = ""
    }

    /// Where it listens, on 127.0.0.1.
    public let port: UInt16
    private let arguments: [String]
    private let folder: String
    private let state = Mutex(State())
    private let ready = Signal()
    private let ended = Signal()

    /// Starts one on a free port.
    ///
    /// - Parameter settings: in the form of the command line, such as `["--requirepass", "secret"]`.
    public static func start(_ settings: [String] = []) async throws -> RedisServerProcess {
        var failure = NotStarted(output: "")
        for _ in 0..<20 {
            // Below the ports from which Linux takes those of clients (ip(7)). One that is taken ends the server at once.
            do { return try await start(settings, port: .random(in: 20_000..<32_000)) } catch let error as NotStarted {
                failure = error
                guard error.output.contains("Address already in use") else { break }
            }
        }
        throw failure
    }

    /// Starts the same again on the same port, after ``kill()``.
    public func startAgain() async throws -> RedisServerProcess { try await Self.start(arguments, port: port) }

    private static func start(_ settings: [String], port: UInt16) async throws -> RedisServerProcess {
        let server = try RedisServerProcess(settings, port: port)
        // The child dies with the thread that made it: this one lives as long as the child.
        try Thread(name: "redis-server") { server.run() }.detach()
        await server.ready.wait()
        if server.ended.isSet { throw NotStarted(output: server.state.withLock { $0.output }) }
        return server
    }

    private init(_ arguments: [String], port: UInt16) throws {
        self.arguments = arguments
        self.port = port
        var template = Array(("/tmp/redis-tests-" + String(repeating: "X", count: 6)).utf8CString)
        guard let path = mkdtemp(&template) else { throw Errno.last }
        folder = String(cString: path)
    }

    /// Ends it without a chance to say goodbye, and waits until it has ended.
    public func kill() async {
        signal(SIGKILL)
        await ended.wait()
    }

    /// Stops it as it is, and returns once it stands; the kernel goes on taking connections and bytes for it.
    public func pause() {
        signal(SIGSTOP)
        var info = siginfo_t()
        let id = state.withLock { $0.id }
        while waitid(P_PID, id_t(id), &info, WSTOPPED | WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }

    /// Lets a paused one go on.
    public func goOn() { signal(SIGCONT) }

    private func signal(_ number: Int32) {
        // Under the lock, so that the number cannot have been given to another process by now.
        state.withLock { if $0.id > 0 { _ = Glibc.kill($0.id, number) } }
    }

    private func run() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return finish("no pipe: \(Errno.last)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let all =
            [
                "/usr/bin/env", "redis-server", "--port", "\(port)", "--bind", "127.0.0.1", "--save", "",
                "--appendonly", "no",
            ]
            + ["--dir", folder, "--daemonize", "no"] + arguments
        let id = Self.withCStrings(all) { arguments in
            Self.withCStrings(["PATH=/usr/local/bin:/usr/bin:/bin"]) { environment in
                holdfast_spawn(arguments[0]!, arguments, environment, input, ends[1], ends[1])
            }
        }
        close(input)
        close(ends[1])
        state.withLock { $0.id = id }
        readUntilEnd(ends[0])
        close(ends[0])
        state.withLock { state in
            var status: Int32 = 0
            while id > 0, waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.id = 0
        }
        finish("")
    }

    /// Reads what it writes until it has ended; kills one that is not ready in time.
    private func readUntilEnd(_ output: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, ready.isSet ? -1 : 30_000) > 0 else {
                signal(SIGKILL)
                return
            }
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { return }
            let isReady = state.withLock { state in
                state.output += String(decoding: buffer[..<count], as: UTF8.self)
                return state.output.utf8.count < 65536 && state.output.contains("Ready to accept connections")
            }
            if isReady { ready.set() }
        }
    }

    private func finish(_ problem: String) {
        state.withLock { $0.output += problem }
        rmdir(folder)
        ended.set()
        ready.set()
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { body(UnsafePointer($0.baseAddress!)) }
    }
}
