@testable import Resilience
import TestSupport
import Testing

@Suite("Windows of calls")
struct CountWindowTests {
    @Test("It forgets the oldest call, not the oldest time")
    func forgetsOldest() {
        var driver = BreakerDriver {
            $0.window = .calls(10)
            $0.minimumCalls = 10
            $0.tripRule = .failureRatio(0.5)
        }
        driver.call(.failure, times: 4)
        driver.call(.success, times: 6)
        driver.wait(.seconds(100_000))
        #expect(driver.state.failureRatio(at: driver.now) == 0.4)
        driver.call(.success)
        #expect(driver.state.failureRatio(at: driver.now) == 0.3)
        driver.call(.success, times: 3)
        #expect(driver.state.failureRatio(at: driver.now) == 0)
    }

    @Test("Random calls and lengths against a list", arguments: 0..<200)
    func model(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var length = Int.random(in: 1...20, using: &generator)
        var window = CountWindow(length: length)
        var list: [(failed: Bool, slow: Bool)] = []
        for _ in 0..<200 {
            switch Int.random(in: 0..<20, using: &generator) {
            case 0:
                length = Int.random(in: 1...20, using: &generator)
                window.resize(to: length)
            case 1:
                window.forget()
                list = []
            default:
                let call = (Bool.random(using: &generator), Bool.random(using: &generator))
                window.record(failed: call.0, slow: call.1)
                list.append(call)
            }
            list = Array(list.suffix(length))
            #expect(window.counts.calls == list.count)
            #expect(window.counts.failures == list.count(where: \.failed))
            #expect(window.counts.slowCalls == list.count(where: \.slow))
        }
    }

    @Test("Changing the kind of window keeps what was counted")
    func changesKind() {
        var driver = BreakerDriver { $0.tripRule = .never }
        driver.call(.success, times: 10)
        driver.wait(.seconds(5))
        driver.call(.failure, isSlow: true, times: 6)
        driver.call(.success, times: 2)
        var configuration = driver.state.configuration
        configuration.minimumCalls = 1
        configuration.window = .calls(8)
        _ = driver.state.reconfigure(configuration, at: driver.now)
        // The eight newest: those of the newest slice.
        #expect(driver.state.counts(at: driver.now).calls == 8)
        #expect(driver.state.counts(at: driver.now).failures == 6)
        #expect(driver.state.counts(at: driver.now).slowCalls == 6)
        configuration.window = .time(.seconds(10))
        _ = driver.state.reconfigure(configuration, at: driver.now)
        #expect(driver.state.counts(at: driver.now).failures == 6)
        driver.wait(.seconds(11))
        #expect(driver.state.counts(at: driver.now).calls == 0)
    }
}
