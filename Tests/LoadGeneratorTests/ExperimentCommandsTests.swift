import HTTPCore
import Testing

@testable import LoadGenerator
@testable import ServiceKit

@Suite struct ExperimentCommandsTests {
    private func mark(_ words: String...) -> AdminCommand.Request? { ExperimentCommands.mark.request(words) }
    private func load(_ words: String...) -> AdminCommand.Request? { ExperimentCommands.load.request(words) }

    @Test func aFaultIsMarkedAndUnmarked() {
        let query = [(name: "experiment", value: "hang"), (name: "fault", value: "all")]
        #expect(mark("hang", "all", "on") == .init(.put, "/chaos", query))
        #expect(mark("hang", "all", "off") == .init(.delete, "/chaos", query))
        #expect(mark("hang", "all") == nil)
        #expect(mark("hang", "all", "maybe") == nil)
        #expect(mark("hang", "all", "on", "off") == nil)
    }

    @Test func theLoadIsMultipliedAndBroughtBack() {
        #expect(load("4") == .init(.put, "/rate", [("factor", "4")]))
        #expect(load("1") == .init(.delete, "/rate"))
        #expect(load("1.0") == .init(.delete, "/rate"))
        #expect(load() == nil)
        #expect(load("much") == nil)
        #expect(load("1", "2") == nil)
    }
}
