/// What happened to an endpoint, for telemetry.
public enum EndpointEvent: Sendable, Hashable {
    /// Its breaker changed its status.
    case breaker(BreakerEvent)
    /// It was taken out of use, being worse than its peers.
    case ejected(OutlierEjection)
    /// It is back in use after an ejection.
    case readmitted
}
