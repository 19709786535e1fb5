import EventLoop
import Posix
import Resilience
import Synchronization

/// What a hedge needs before it is sent: another endpoint than the first attempt's, a place in the bulkhead, and what it
/// costs; taken in that order, so that nothing is paid for a hedge that is not sent. Thread-safe.
final class HedgePlace: Sendable {
    private let permit = Mutex<BulkheadPermit?>(nil)
    private let addresses = Mutex<[SocketAddress]>([])

    /// Where the attempt and its hedge have gone, so that they are two.
    var tried: [SocketAddress] { addresses.withLock { $0 } }

    func note(_ address: SocketAddress) { addresses.withLock { $0.append(address) } }

    /// Takes all three; false, and nothing taken, where one is missing.
    func take(
        _ endpoints: Backend.Endpoints,
        _ bulkhead: Bulkhead<EventLoopClock>?,
        _ budget: RetryBudget<EventLoopClock>?
    ) -> Bool {
        guard endpoints.admits(excluding: tried) else { return false }
        var place: BulkheadPermit?
        if let bulkhead {
            guard bulkhead.snapshot().hasRoomForHedge else { return false }
            place = bulkhead.tryAcquire()
            if place == nil { return false }
        }
        // Where there is no budget left the place goes back with the end of this scope.
        guard budget?.withdraw(.overload) ?? true else { return false }
        permit.withLock { $0 = place.take() }
        return true
    }

    /// Gives the place in the bulkhead back.
    func leave() {
        let place: BulkheadPermit? = permit.withLock { $0.take() }
        place?.release()
    }
}
