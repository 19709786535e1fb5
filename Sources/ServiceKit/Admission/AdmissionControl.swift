import EventLoop
import HTTPCore
import HTTPServer
import PrometheusMetrics
import Resilience

/// Decides which requests of the application port reach their handlers: first those whose caller still waits, of them
/// no more than the rate, of them no more at once than the limit.
///
/// It stands before everything a service adds, and not before the probes: a kubelet that is refused would restart a pod
/// for being busy. Thread-safe; a limit that is off costs nothing.
struct AdmissionControl: Sendable {
    /// The limiter's and the bulkhead's name in metrics.
    static let name = "server"

    private let limiter: RateLimiter<EventLoopClock>?
    private let bulkhead: Bulkhead<EventLoopClock>?
    private let metrics: HTTPServerMetrics

    /// Makes the control; the limits that are on show in the metrics.
    init(
        _ configuration: AdmissionConfiguration,
        clock: EventLoopClock,
        metrics: HTTPServerMetrics,
        limiters: RateLimiterMetrics,
        bulkheads: BulkheadMetrics
    ) throws(MetricError) {
        self.metrics = metrics
        limiter = configuration.rate.map { RateLimiter(name: Self.name, configuration: $0, clock: clock) }
        if let limiter { limiters.add(limiter) }
        guard let limit = configuration.inFlight else {
            bulkhead = nil
            return
        }
        let waited = bulkheads.waitObserver(Self.name)
        let bulkhead = Bulkhead(name: Self.name, configuration: limit, clock: clock, onWait: waited)
        bulkheads.add(bulkhead)
        self.bulkhead = bulkhead
    }

    /// The statuses of refusals beyond those that every route has.
    var statuses: [HTTPStatus] { [.gatewayTimeout] + (limiter == nil ? [] : [.tooManyRequests]) }

    /// What a request that comes too late, or too soon after others, gets instead of its handler; nil lets it pass.
    ///
    /// Apart from ``limit(_:)``, and decided without a wait: most services limit nothing, and would pay for a layer of
    /// handlers with each request.
    func refusal(of context: ServiceContext) -> HTTPResponse? {
        if let deadline = context.deadline, deadline <= context.http.receivedAt { return refuse(context, .deadline) }
        if let limiter, case .limited(let wait) = limiter.acquire() {
            return refuse(context, .rateLimited(retryAfter: wait))
        }
        return nil
    }

    /// The handler behind the limit of requests in flight; itself where there is none.
    func limit(_ next: @escaping ServiceHandler) -> ServiceHandler {
        guard let bulkhead else { return next }
        return { context in
            do throws(BulkheadRejection) {
                let permit = try await bulkhead.acquire(until: context.deadline)
                let response = await next(context)
                permit.release()
                return response
            } catch {
                switch error {
                case .full, .queueFull: return refuse(context, .overload)
                case .deadline: return refuse(context, .deadline)
                case .cancelled: return Self.abandon(context)
                }
            }
        }
    }

    private func refuse(_ context: ServiceContext, _ refusal: AdmissionRefusal) -> HTTPResponse {
        metrics.refused(refusal.reason)
        context.annotations.errorType = refusal.reason.rawValue
        return refusal.response
    }

    /// The caller went away while its request waited: nobody is left to answer.
    private static func abandon(_ context: ServiceContext) -> HTTPResponse {
        context.annotations.errorType = "cancelled"
        context.http.delivery = .reset
        return HTTPResponse(status: .serviceUnavailable)
    }
}
