import Synchronization

/// The lock around an ``OutlierDetector``, shared by the endpoints of a set. Knows no clock type. Thread-safe.
@usableFromInline
final class OutlierWatch: Sendable {
    private struct Guarded {
        var detector: OutlierDetector<Elapsed>
        /// The switches of the endpoints, by place.
        var switches: [EjectionSwitch?] = []

        mutating func readmit(_ places: [Int]) -> [EjectionSwitch] {
            let back = places.compactMap { switches[$0] }
            for ejection in back { ejection.set(false) }
            return back
        }
    }

    private let guarded: Mutex<Guarded>
    private let ejected = Atomic<Int>(0)

    init(_ configuration: OutlierConfiguration) {
        guarded = Mutex(Guarded(detector: OutlierDetector(configuration)))
    }

    func join(_ ejection: EjectionSwitch, at now: Elapsed) -> Int {
        change { guarded in
            let place = guarded.detector.join(at: now)
            if place == guarded.switches.count { guarded.switches.append(nil) }
            guarded.switches[place] = ejection
            return place
        }
    }

    /// Returns whoever comes back into use.
    func leave(_ place: Int) -> [EjectionSwitch] {
        change { guarded in
            let back = guarded.detector.leave(place)
            guarded.switches[place]?.set(false)
            guarded.switches[place] = nil
            return guarded.readmit(back)
        }
    }

    /// Nothing is recorded of an endpoint that has left: its place may be another's.
    @usableFromInline
    func record(_ place: Int, of ejection: EjectionSwitch, failed: Bool, at now: Elapsed) -> OutlierEjection? {
        change { guarded in
            guard guarded.switches[place] === ejection,
                let result = guarded.detector.record(place, failed: failed, at: now)
            else { return nil }
            ejection.set(true)
            return result
        }
    }

    func advance(at now: Elapsed) -> [EjectionSwitch] {
        change { guarded in
            let back = guarded.detector.advance(at: now)
            return guarded.readmit(back)
        }
    }

    func reconfigure(_ configuration: OutlierConfiguration, at now: Elapsed) -> [EjectionSwitch] {
        change { guarded in
            let back = guarded.detector.reconfigure(configuration, at: now)
            return guarded.readmit(back)
        }
    }

    /// How many are out of use; read on every choice, so without the lock.
    @usableFromInline
    var ejectedCount: Int { ejected.load(ordering: .relaxed) }

    private func change<Result>(_ body: (inout Guarded) -> Result) -> Result {
        guarded.withLock { guarded in
            defer { ejected.store(guarded.detector.ejectedCount, ordering: .relaxed) }
            return body(&guarded)
        }
    }

    var nextDeadline: Elapsed? { guarded.withLock { $0.detector.nextDeadline } }
}

/// Whether an endpoint is out of use; read on every choice, so it is no more than a flag. Thread-safe.
@usableFromInline
final class EjectionSwitch: Sendable {
    private let flag = Atomic<Bool>(false)

    @usableFromInline
    var isOn: Bool { flag.load(ordering: .relaxed) }

    func set(_ value: Bool) { flag.store(value, ordering: .relaxed) }
}
