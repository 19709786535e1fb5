import EventLoop
import Glibc
import HTTPClient
import HTTPCore
import HTTPServer
import Posix
import PrometheusMetrics
import StructuredLogging
import TestSupport
import Testing

@testable import ServiceKit

@Suite("Scrapes of a running service", .timeLimit(.minutes(1)))
struct ScrapeTests {
    private struct Ignoring: HTTPClientObserver {
        func connectionAttempted(succeeded: Bool) {}
        func connectionsChanged(idle: Int, active: Int) {}
    }

    /// A service on one loop, and one of the test's own to ask it from.
    private struct Running {
        let service: RunningService
        let group: EventLoopGroup
        let client: HTTPClient

        init(_ register: @escaping @Sendable (MetricRegistry) throws -> Void) throws {
            let definition = ServiceDefinition(name: "test", summary: "", settings: [], prefixes: []) { environment in
                try register(environment.registry)
                var parts = ServiceParts()
                parts.routes = [Route(.get, "/work") { _ in .text(.ok, "done") }]
                return parts
            }
            let sink = StandardOutputSink(fileDescriptor: open("/dev/null", O_WRONLY | O_CLOEXEC))
            service = try RunningService(
                definition,
                configuration: Configuration(
                    settings: CommonSettings.all(for: definition),
                    prefixes: CommonSettings.prefixes,
                    arguments: [],
                    environment: [
                        "HOST": "127.0.0.1", "PORT": "0", "ADMIN_PORT": "0", "EVENT_LOOPS": "1", "DRAIN_DELAY": "0s",
                    ]
                ),
                instance: "test",
                logger: Logger(level: .error, sink: sink),
                sink: sink
            )
            group = try EventLoopGroup(count: 1)
            client = HTTPClient(on: group, observer: Ignoring())
        }

        func scrape(_ query: String = "", accept: String? = nil) async throws -> HTTPResponse {
            var request = HTTPRequest(method: .get, target: "/metrics\(query)")
            request.fields[.accept] = accept
            return try await client.send(request, to: service.admin.address, deadline: .now.advanced(by: .seconds(50)))
        }

        func work() async throws -> HTTPResponse {
            let address = try #require(service.application).address
            let request = HTTPRequest(method: .get, target: "/work")
            return try await client.send(request, to: address, deadline: .now.advanced(by: .seconds(50)))
        }

        func stop() async {
            await client.closeIdleConnections()
            await service.drain(signal: SIGTERM)
            group.shutDown()
        }
    }

    @Test func aScrapeThatHangsHoldsUpNoRequest() async throws {
        let gate = try Latch()
        let hanging = Signal()
        let running = try Running { registry in
            try registry.collect("slow", help: "Waits for the test.", type: .gauge) { writer in
                hanging.set()
                gate.wait()
                writer.sample(1)
            }
        }
        async let scraped = running.scrape()
        await hanging.wait()
        for _ in 0..<10 { #expect(try await running.work().status == .ok) }
        gate.open()
        #expect(String(decoding: try await scraped.body, as: UTF8.self).contains("\nslow 1\n"))
        await running.stop()
    }

    @Test func theFormatFollowsTheAcceptField() async throws {
        let running = try Running { _ in }
        let text = try await running.scrape("?name[]=build_info")
        #expect(text.fields[.contentType] == ExpositionFormat.text.contentType)
        #expect(text.fields[.vary] == "Accept")
        #expect(String(decoding: text.body, as: UTF8.self).hasPrefix("# HELP build_info "))
        let openMetrics = try await running.scrape(
            "?name[]=up&name[]=log_lines",
            accept: "application/openmetrics-text"
        )
        #expect(openMetrics.fields[.contentType] == ExpositionFormat.openMetrics.contentType)
        #expect(String(decoding: openMetrics.body, as: UTF8.self).hasPrefix("# TYPE log_lines counter\n"))
        await running.stop()
    }

    @Test func aScrapeSaysWhatTheOneBeforeCost() async throws {
        let running = try Running { _ in }
        let size = try await running.scrape().body.count
        let second = String(decoding: try await running.scrape().body, as: UTF8.self)
        #expect(second.contains("\nmetrics_scrape_bytes \(size)\n"))
        #expect(!second.contains("\nmetrics_scrape_seconds 0\n"))
        await running.stop()
    }
}
