import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import Posix
import PrometheusMetrics
import StructuredLogging
import Synchronization
import TestSupport

@testable import ServiceKit

/// A service with limits on a real port of loopback, on two loops, whose one route waits until a test lets it go on.
final class AdmissionHarness: Sendable {
    private struct Ignoring: HTTPClientObserver {
        func connectionAttempted(succeeded: Bool) {}
        func connectionsChanged(idle: Int, active: Int) {}
    }

    /// Keeps the lines it gets.
    private final class Lines: LogSink {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        func flush() {}
    }

    private final class Handled: Sendable { let count = Atomic<Int>(0) }

    private let group: EventLoopGroup
    private let server: HTTPServer
    private let client: HTTPClient
    private let registry = MetricRegistry()
    private let lines = Lines()
    private let handled = Handled()

    /// - Parameter gate: what `/work` waits for; nil for an answer at once.
    init(_ environment: [String: String] = [:], gate: Signal? = nil) throws {
        group = try EventLoopGroup(count: 2)
        let clock = group.clock
        client = HTTPClient(on: group, observer: Ignoring())
        let metrics = try HTTPServerMetrics(registry: registry)
        let configuration = try Configuration(
            settings: CommonSettings.application,
            prefixes: [],
            arguments: [],
            environment: environment
        )
        let handled = handled
        let application = Application(
            routes: [
                Route(.get, "/work") { _ in
                    handled.count.add(1, ordering: .relaxed)
                    await gate?.wait()
                    return .text(.ok, "done")
                },
                Route(.get, "/deadline") { context in
                    let left = context.deadline.map { context.http.receivedAt.duration(to: $0) }
                    return .text(.ok, left.map { DurationText.format($0) } ?? "none")
                },
            ],
            probes: [Route(.get, "/healthz") { _ in .text(.ok, "alive") }],
            admission: try AdmissionControl(
                try AdmissionConfiguration(configuration),
                clock: clock,
                metrics: metrics,
                limiters: RateLimiterMetrics(registry: registry),
                bulkheads: BulkheadMetrics(registry: registry)
            ),
            middleware: [],
            metrics: metrics,
            logger: Logger(level: .info, sink: lines),
            successSample: 0
        )
        let address = HTTPServerConfiguration(address: SocketAddress(ip: "127.0.0.1", port: 0)!)
        server = try HTTPServer.start(address, on: group, observer: metrics) { await application.handle($0) }
    }

    /// How many requests reached the handler of `/work`.
    var handledCount: Int { handled.count.load(ordering: .relaxed) }
    /// The log lines so far.
    var logLines: [String] { lines.all }

    func get(_ path: String = "/work", deadline: String...) async throws -> HTTPResponse {
        var request = HTTPRequest(method: .get, target: path)
        for value in deadline { request.fields.append(.xRequestDeadlineMs, value) }
        return try await client.send(request, to: server.address, deadline: .now.advanced(by: .seconds(50)))
    }

    /// The value of a series of the exposition; nil if it is not there.
    func metric(_ series: String) -> Double? {
        let lines = String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    func rejected(_ reason: String) -> Double? { metric("http_server_rejected_total{reason=\"\(reason)\"}") }

    /// Returns once the metric has this value; the suite's time limit ends a wait in vain.
    func waitUntil(_ series: String, is value: Double) async {
        while metric(series) != value { await Task.yield() }
    }

    func stop() async {
        await client.closeIdleConnections()
        // On a loop: the thread sanitizer cannot see how a task of the runtime's own threads is woken.
        await Task(executorPreference: group.loops[0]) { [server] in _ = await server.drain(timeout: .zero) }.value
        group.shutDown()
    }
}
