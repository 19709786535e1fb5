import Glibc
import StructuredLogging

extension Benchmark {
    static var logs: [Benchmark] {
        [
            Benchmark("logs/line") { _ in requests(loggedAt: .info) },
            Benchmark("logs/disabled") { _ in requests(loggedAt: .warn) },
        ]
    }
}

/// The lines of one completed request after another.
private func requests(loggedAt level: LogLevel) -> BenchmarkLoop {
    let logger = makeLogger(level: level)
    let observations = Observations()
    return { iterations in
        for index in 0..<iterations { logRequest(logger, seconds: observations[index]) }
    }
}

/// A service's logger, to /dev/null. Its queue has room for all that two threads log while lines gather: dropping one
/// is quicker than taking it.
private func makeLogger(level: LogLevel) -> Logger {
    // Were it not there, the writes would fail and the caller's part would be the same.
    let descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC)
    let sink = StandardOutputSink(fileDescriptor: descriptor, maximumLines: 1_000_000, maximumBytes: 256 * 1024 * 1024)
    return Logger(
        level: level,
        sink: sink,
        fields: [
            ("service", "backend-service"), ("version", "1.0.0"), ("mode", "full"),
            ("pod", "backend-service-7d4b9c6f5-x2x4z"),
        ]
    )
}

/// The line of a completed request, with ten fields of its own.
@inline(__always)
private func logRequest(_ logger: Logger, seconds: Double) {
    logger.info(event: "http.request", "request completed") { fields in
        fields.set("trace_id", hexadecimal: 0x4BF9_2F35_77B3_4DA6, 0xA3CE_929D_0E0E_4736)
        fields.set("span_id", hexadecimal: 0x00F0_67AA_0BA9_02B7)
        fields.set("method", "GET")
        fields.set("route", "/products/{id}")
        fields.set("status", 200)
        fields.set("source", "backend")
        fields.set("duration_ms", (seconds * 1e6).rounded() / 1e3)
        fields.set("attempt", 1)
        fields.set("upstream", "backend")
        fields.set("address", "10.0.12.7:8080")
    }
}
