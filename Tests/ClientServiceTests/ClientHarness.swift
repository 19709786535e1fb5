import EventLoop
import Foundation
import HTTPCore
import HTTPServer
import Posix
import PrometheusMetrics
import StructuredLogging
import Synchronization
import Testing

@testable import ClientService
@testable import ServiceKit

/// A backend whose answers a test writes, on a real socket.
final class ScriptedBackend: Sendable {
    struct Observer: HTTPServerObserver {
        func connectionOpened() {}
        func connectionClosed() {}
        func rejected(_ reason: HTTPRejectionReason) {}
    }

    private struct State {
        var answer: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in .json(.ok, "{}") }
        var isReady = true
        var requests: [HTTPRequest] = []
    }

    private final class Script: Sendable {
        let state = Mutex(State())
    }

    private let script = Script()
    private let server: HTTPServer

    init(on group: EventLoopGroup) throws {
        let script = script
        server = try HTTPServer.start(
            HTTPServerConfiguration(address: SocketAddress(ip: "127.0.0.1", port: 0)!),
            on: group,
            observer: Observer()
        ) { context in
            if context.request.path == "/readyz" {
                return .text(script.state.withLock { $0.isReady } ? .ok : .serviceUnavailable, "")
            }
            let answer = script.state.withLock { state in
                state.requests.append(context.request)
                return state.answer
            }
            return await answer(context.request)
        }
    }

    var url: String { "http://\(server.address)" }
    var requests: [HTTPRequest] { script.state.withLock { $0.requests } }

    /// What every request but a probe is answered from now on.
    func answer(_ body: @escaping @Sendable (HTTPRequest) async -> HTTPResponse) {
        script.state.withLock { $0.answer = body }
    }

    /// Answers the first requests in this order, the last one for ever.
    func answer(_ codes: [HTTPStatus]) {
        let rest = Rest(codes)
        answer { _ in .json(rest.next(), "{\"n\":1}") }
    }

    /// Whether probes succeed.
    func ready(_ isReady: Bool) { script.state.withLock { $0.isReady = isReady } }

    func stop() async { await server.drain(timeout: .zero) }
}

/// Answers that are used up, the last one never.
private final class Rest: Sendable {
    private let codes: Mutex<[HTTPStatus]>
    init(_ codes: [HTTPStatus]) { self.codes = Mutex(codes) }
    func next() -> HTTPStatus { codes.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
}

/// A client service as the program puts it together, with backends of its own, without ports.
final class ClientHarness: Sendable {
    let group: EventLoopGroup
    let backends: [ScriptedBackend]
    private let application: Application
    private let adminRoutes: [AdminRoute]
    private let registry: MetricRegistry
    private let background: [Task<Void, Never>]

    private let log = Lines()

    /// Keeps the lines it gets.
    private final class Lines: LogSink {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        func flush() {}
    }

    init(
        _ mode: ResilienceMode,
        backends count: Int = 1,
        _ settings: [String: String] = [:],
        logLevel: LogLevel = .error,
        successSample: Double = 0
    ) throws {
        group = try EventLoopGroup(count: 1)
        let group = group
        backends = try (0..<count).map { _ in try ScriptedBackend(on: group) }
        // Waits of a millisecond: the tests are about order and number.
        var environment = [
            "RESILIENCE_MODE": mode.rawValue, "BACKEND_URL": backends.map(\.url).joined(separator: ","),
            "RETRY_BASE_DELAY": "1ms", "RETRY_MAX_DELAY": "2ms", "PROBE_INTERVAL": "10ms", "REQUEST_TIMEOUT": "60s",
            "ATTEMPT_TIMEOUT": "20s",
        ]
        environment.merge(settings) { $1 }
        registry = MetricRegistry()
        let logger = Logger(level: logLevel, sink: log)
        let parts = try ClientService.definition.build(
            ServiceEnvironment(
                configuration: try Configuration(
                    settings: ClientSettings.all,
                    prefixes: ClientSettings.prefixes,
                    arguments: [],
                    environment: environment
                ),
                group: group,
                registry: registry,
                logger: logger,
                instance: "test",
                readiness: Readiness()
            )
        )
        application = Application(
            routes: parts.routes,
            middleware: parts.middleware,
            metrics: try HTTPServerMetrics(registry: registry),
            logger: logger,
            successSample: successSample
        )
        adminRoutes = parts.adminRoutes
        background = parts.background.map { group.loops[0].spawn($0) }
    }

    /// Sends a request through the application.
    func get(
        _ target: String = "/api/data",
        traceparent: String? = nil,
        tracestate: [String] = [],
        deadlineMs: Int? = nil
    ) async -> HTTPResponse {
        var request = HTTPRequest(method: .get, target: target)
        request.fields[.traceparent] = traceparent
        for state in tracestate { request.fields.append(.tracestate, state) }
        request.fields[.xRequestDeadlineMs] = deadlineMs.map { "\($0)" }
        let context = RequestContext(request: request)
        let application = application
        let task = Task(executorPreference: group.loops[0]) { await application.handle(context) }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// The log lines of an event so far, each as its fields.
    func lines(_ event: String) throws -> [[String: any Sendable]] {
        try log.all.filter { $0.contains("\"event\":\"\(event)\"") }.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(object as? [String: any Sendable])
        }
    }

    /// Sends a request to a route of the administration port.
    func admin(_ method: HTTPMethod, _ target: String) async throws -> HTTPResponse {
        let request = HTTPRequest(method: method, target: target)
        let route = try #require(adminRoutes.first { $0.method == method && $0.pattern == request.path })
        return await route.handler(request)
    }

    /// Returns once the series has at least this value; the test's time limit bounds it.
    func wait(for series: String, atLeast value: Double) async throws {
        while (metric(series) ?? 0) < value {
            try await group.loops[0].sleep(until: .now.advanced(by: .milliseconds(1)))
        }
    }

    /// The value of a series of the exposition; nil if it is not there.
    func metric(_ series: String) -> Double? {
        let lines = String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix(series + " ") }.flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    /// Every line of the exposition that is a series.
    var series: [Substring] {
        String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    func stop() async {
        for task in background { task.cancel() }
        for task in background { await task.value }
        for backend in backends { await backend.stop() }
        group.shutDown()
    }
}
