import Testing

@testable import ServiceKit

@Suite struct ConnectionEbbTests {
    private func observed(_ connections: [Int]) -> [Bool] {
        var ebb = ConnectionEbb()
        return connections.map { ebb.observe($0) }
    }

    @Test func aCrowdThatHasLeftIsToldOnce() {
        #expect(observed([10, 5000, 10, 10, 10]) == [false, false, false, true, false])
    }

    @Test func nothingIsToldWhileTheyStillLeave() {
        #expect(observed([5000, 3000, 1000, 500, 501]) == [false, false, false, false, true])
    }

    @Test func fewerAreNotWorthIt() {
        #expect(observed([1009, 10, 10, 10]) == [false, false, false, false])
        #expect(observed([1010, 10, 10, 10]) == [false, false, true, false])
    }

    @Test func theNextCrowdCountsAnew() {
        #expect(observed([2000, 0, 0, 900, 0, 0, 2000, 0, 0]).filter { $0 }.count == 2)
    }
}
