import HTTPCore
import Posix
import PrometheusMetrics
import ServiceKit
import StructuredLogging
import Synchronization

/// When experiments made and healed their faults, as metrics: `chaos_fault_*`. Thread-safe.
///
/// The load generator exports them because it outlives every fault and sees what users see.
final class FaultMarkers: Sendable {
    private struct Key: Hashable, Sendable {
        let experiment: String
        let fault: String
    }

    private struct Window: Sendable {
        var isActive = false
        var start = 0.0
        var end = 0.0
    }

    private let windows = Mutex<[Key: Window]>([:])
    private let logger: Logger

    /// More pairs of experiment and fault than this are refused: names come from outside, series must not grow.
    private static let maxWindows = 64

    init(registry: MetricRegistry, logger: Logger) throws(MetricError) {
        self.logger = logger
        try collect(registry, "chaos_fault_active", "1 while an experiment's fault is in place.") {
            $0.isActive ? 1 : 0
        }
        try collect(
            registry,
            "chaos_fault_start_timestamp_seconds",
            "When the fault was last made, in seconds since 1970."
        ) { $0.start }
        try collect(
            registry,
            "chaos_fault_end_timestamp_seconds",
            "When the fault was last healed, in seconds since 1970; 0 if never."
        ) { $0.end }
    }

    var routes: [AdminRoute] {
        [
            AdminRoute(.put, "/chaos", isChange: true) { self.mark($0, active: true) },
            AdminRoute(.delete, "/chaos", isChange: true) { self.mark($0, active: false) },
        ]
    }

    private func collect(
        _ registry: MetricRegistry,
        _ name: String,
        _ help: String,
        _ value: @escaping @Sendable (Window) -> Double
    ) throws(MetricError) {
        try registry.collect(name, help: help, type: .gauge, labels: ["experiment", "fault"]) { writer in
            for (key, window) in self.windows.withLock({ $0 }) {
                writer.sample([key.experiment, key.fault], value(window))
            }
        }
    }

    private func mark(_ request: HTTPRequest, active: Bool) -> HTTPResponse {
        let query = HTTPQuery(parsing: request.head.query ?? "")
        guard let experiment = query["experiment"], let fault = query["fault"], LoadSettings.isName(experiment),
            LoadSettings.isName(fault)
        else {
            return .problem(.badRequest, detail: "experiment and fault must be names of letters, digits, - and _")
        }
        let now = WallClock.seconds
        let isKept = windows.withLock { windows in
            let key = Key(experiment: experiment, fault: fault)
            guard windows[key] != nil || windows.count < Self.maxWindows else { return false }
            var window = windows[key] ?? Window()
            // Clearing what is not active keeps the end it had: rollbacks may clear again.
            if active {
                window.isActive = true
                window.start = now
            } else if window.isActive {
                window.isActive = false
                window.end = now
            }
            windows[key] = window
            return true
        }
        guard isKept else { return .problem(.tooManyRequests, detail: "too many different experiments and faults") }
        logger.info(event: "chaos.marked", "an experiment marked its fault") { fields in
            fields.set("experiment", experiment)
            fields.set("fault", fault)
            fields.set("active", active)
        }
        var object = JSONObject()
        object.set("experiment", experiment)
        object.set("fault", fault)
        object.set("active", active)
        return object.response(.ok)
    }
}
