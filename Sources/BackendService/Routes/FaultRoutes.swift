import Glibc
import HTTPCore
import ServiceKit
import StructuredLogging

/// `/faults` on the administration port: shows, sets and clears the simulated faults.
struct FaultRoutes: Sendable {
    let injector: FaultInjector
    let metrics: FaultMetrics
    let isEnabled: Bool
    let logger: Logger

    var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/faults", isChange: false) { _ in injector.settings.json.response(.ok) },
            AdminRoute(.put, "/faults", isChange: true) { request in
                guard isEnabled else { return Self.disabled }
                return set(HTTPQuery(parsing: request.head.query ?? ""))
            },
            AdminRoute(.delete, "/faults", isChange: true) { _ in
                guard isEnabled else { return Self.disabled }
                return apply(FaultSettings())
            },
        ]
    }

    private static let disabled = HTTPResponse.problem(.forbidden, detail: "faults need FAULTS_ENABLED=true")

    /// Sets what the query names and leaves the rest; all of it, or nothing where one value is not accepted.
    private func set(_ query: HTTPQuery) -> HTTPResponse {
        if query["fault"] == Fault.crash.rawValue { return crash() }
        guard !query.pairs.isEmpty else {
            let keys = FaultSettings.keys.joined(separator: ", ")
            return .problem(.badRequest, detail: "nothing to set: give \(keys) or fault=crash as query parameters")
        }
        var settings = injector.settings
        for pair in query.pairs {
            do throws(ConfigurationError) {
                try settings.set(pair.name, pair.value)
            } catch {
                return .problem(.badRequest, detail: error.description)
            }
        }
        return apply(settings)
    }

    private func apply(_ settings: FaultSettings) -> HTTPResponse {
        injector.settings = settings
        let json = settings.json
        logger.info(event: "fault.changed", "simulated faults changed") { fields in
            fields.set("failure_rate", settings.failureRate)
            fields.set("failure_status", settings.failureStatus.code)
            fields.set("capacity", settings.capacityText)
            fields.set("latency", settings.latency?.text ?? "")
            fields.set("hang_rate", settings.hangRate)
            fields.set("reset_rate", settings.resetRate)
            fields.set("truncate_rate", settings.truncateRate)
            fields.set("flap", settings.flap?.text ?? "")
        }
        return json.response(.ok)
    }

    /// Ends the process as a crash would: no drain, no answer.
    private func crash() -> HTTPResponse {
        metrics.count(.crash)
        logger.error(event: "fault.crash", "crashing on demand")
        kill(getpid(), SIGKILL)
        // The first process of a container outlives its own SIGKILL (pid_namespaces(7)): it ends with the same code.
        _exit(128 + SIGKILL)
    }
}
