/// Time spent in each status. Storage is inline: it allocates nothing.
struct TimeInStatus: Sendable {
    private var times = InlineArray<6, Duration>(repeating: .zero)

    subscript(status: BreakerStatus) -> Duration {
        get { times[position(of: status)] }
        set { times[position(of: status)] = newValue }
    }

    private func position(of status: BreakerStatus) -> Int {
        switch status {
        case .closed: 0
        case .open: 1
        case .halfOpen: 2
        case .forcedOpen: 3
        case .disabled: 4
        case .metricsOnly: 5
        }
    }
}
