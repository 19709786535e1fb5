import PrometheusMetrics

/// `fault_injection_active` and `faults_injected_total`.
struct FaultMetrics: Sendable {
    private let injected: CaseTable<Fault, Counter>

    init(registry: MetricRegistry, injector: FaultInjector) throws(MetricError) {
        let family = try registry.counterFamily(
            "faults_injected_total",
            help: "Requests that a simulated fault struck, by fault.",
            labels: Label("fault", Fault.self)
        )
        injected = CaseTable { family.with($0) }
        try registry.collect(
            "fault_injection_active",
            help: "1 while a fault is being simulated, by fault.",
            type: .gauge,
            labels: ["fault"]
        ) { writer in
            let settings = injector.settings
            for fault in Fault.allCases { writer.sample([fault.rawValue], settings.isActive(fault) ? 1 : 0) }
        }
    }

    func count(_ fault: Fault) { injected[fault].increment() }
}

extension FaultSettings {
    fileprivate func isActive(_ fault: Fault) -> Bool {
        switch fault {
        case .error: failureRate > 0
        case .capacity: capacity != nil
        case .latency: latency != nil
        case .hang: hangRate > 0
        case .reset: resetRate > 0
        case .truncate: truncateRate > 0
        case .flap: flap != nil
        case .crash: false
        }
    }
}
