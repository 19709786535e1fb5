import HTTPCore
import ServiceKit
import Testing

@testable import LoadGenerator

@Suite struct LoadSettingsTests {
    func targets(_ text: String) -> [LoadTarget]? { try? LoadSettings.targets.read("TARGETS", text) }

    @Test func readsTargets() {
        let targets = targets("a=http://127.0.0.1:1/x,b=http://h:2")
        #expect(targets?.map(\.name) == ["a", "b"])
        #expect(targets?.map(\.url.port) == [1, 2])
        #expect(targets?.map(\.url.target) == ["/x", "/"])
    }

    @Test(arguments: [
        "", "a", "a=", "=http://h", "a=https://h", "a=http://h,a=http://i", "a b=http://h", "a=http://h,",
    ])
    func refusesWhatIsNoTarget(_ text: String) { #expect(targets(text) == nil) }

    @Test(arguments: ["pod-failure", "a_B-9"])
    func knowsNames(_ text: String) { #expect(LoadSettings.isName(text)) }

    @Test(arguments: ["", "a b", "a\n", "ä", String(repeating: "a", count: 41)])
    func knowsWhatIsNoName(_ text: String) { #expect(!LoadSettings.isName(text)) }
}
