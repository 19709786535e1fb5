import EventLoop
import HTTPCore
import HTTPServer
import ServiceKit

/// Strikes requests of the application port, its probes included: a sick process is sick for its probes too.
struct FaultMiddleware: Sendable {
    let injector: FaultInjector
    let metrics: FaultMetrics
    /// Whether an `x-fault` field may ask for a fault of its own.
    let acceptsRequestFaults: Bool
    let clock: EventLoopClock

    private static let apiPrefix = "/api/"

    func wrap(_ next: @escaping ServiceHandler) -> ServiceHandler {
        { context in
            let override: FaultSettings?
            do throws(ConfigurationError) {
                override = try requestFault(context.request)
            } catch {
                return .problem(.badRequest, detail: "x-fault: \(error)")
            }
            let decision = injector.next(
                isAPI: context.route.hasPrefix(Self.apiPrefix),
                at: context.http.receivedAt,
                override: override
            )
            return await strike(context, decision, next)
        }
    }

    private func strike(
        _ context: ServiceContext,
        _ decision: FaultDecision,
        _ next: ServiceHandler
    ) async -> HTTPResponse {
        if decision.delay != nil { metrics.count(.latency) }
        let time = decision.work + (decision.delay ?? .zero)
        if time > .zero { guard await pause(time) else { return Self.abandoned(context) } }
        switch decision.ending {
        case .none:
            return await next(context)
        case .error(let status):
            metrics.count(.error)
            context.annotations.errorType = "injected_error"
            return .problem(status, detail: "simulated failure")
        case .flap(let status):
            metrics.count(.flap)
            context.annotations.errorType = "injected_flap"
            return .problem(status, detail: "simulated failure (flapping)")
        case .overload(let wait):
            metrics.count(.capacity)
            context.annotations.errorType = "injected_overload"
            return .refusal(.serviceUnavailable, detail: "more requests than the simulated capacity", retryAfter: wait)
        case .hang:
            metrics.count(.hang)
            context.annotations.errorType = "injected_hang"
            _ = await pause(.seconds(86_400))
            return Self.abandoned(context)
        case .reset:
            metrics.count(.reset)
            context.annotations.errorType = "injected_reset"
            return Self.abandoned(context)
        case .truncate:
            metrics.count(.truncate)
            context.annotations.errorType = "injected_truncation"
            let response = await next(context)
            context.http.delivery = .truncated
            return response
        }
    }

    /// False once the peer has gone.
    private func pause(_ duration: Duration) async -> Bool {
        do {
            try await clock.sleep(until: .now.advanced(by: duration))
            return true
        } catch {
            return false
        }
    }

    /// The answer that nobody gets.
    private static func abandoned(_ context: ServiceContext) -> HTTPResponse {
        context.http.delivery = .reset
        return HTTPResponse(status: .internalServerError)
    }

    /// The fault that the request asks for itself: `x-fault: status=503;latency=200ms`.
    private func requestFault(_ request: HTTPRequest) throws(ConfigurationError) -> FaultSettings? {
        guard acceptsRequestFaults, let field = request.fields[.xFault] else { return nil }
        var settings = FaultSettings()
        for part in field.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2 else {
                throw ConfigurationError(variable: "x-fault", value: field, accepted: "key=value pairs parted by ;")
            }
            if pair[0] == "capacity" {
                throw ConfigurationError(variable: "x-fault", value: field, accepted: "faults of a single request")
            } else if pair[0] == "status" {
                try settings.set("failure_status", pair[1])
                settings.failureRate = 1
            } else {
                try settings.set(pair[0], pair[1])
            }
        }
        return settings
    }
}
