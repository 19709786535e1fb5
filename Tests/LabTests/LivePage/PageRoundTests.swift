import Foundation
import Testing

@testable import Lab

@Suite struct PageRoundTests {
    private func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    @Test func aRoundSaysWhatThereIsAndWhatIsNot() throws {
        let empty = try json(PageRound().json)
        #expect(empty["curves"] == .null && empty["problem"] == .null && empty["state"] == nil)
        #expect(empty["lines"] == .array([]) && empty["omitted"]?.number == 0)
        let evil = "</script>\"\\\n\u{1}\u{2028}"
        let round = PageRound(
            problem: evil,
            state: Array(#"{"a":1}"#.utf8),
            log: LogTail.News(lines: [LogTail.Line(time: "", text: evil)], omitted: 3)
        )
        #expect(!round.json.contains(10) && !round.json.contains(13))
        let whole = try json(round.json)
        #expect(whole["problem"]?.string == evil && whole["lines"] == .array([.string(evil)]))
        #expect(whole["state"]?["a"]?.number == 1 && whole["omitted"]?.number == 3)
    }

    @Test func aPictureKeepsStateCurvesAndTheLinesAboutChanges() throws {
        var model = PageModel()
        #expect(!model.isCurrent)
        model.take(
            PageRound(state: Array(#"{"a":1}"#.utf8), log: LogTail.News(lines: [.init(time: "1", text: "change")]))
        )
        for number in 0..<500 {
            let line = LogTail.Line(time: "2", text: "detail \(number)", isDetail: true)
            model.take(
                PageRound(problem: number == 499 ? "gone" : nil, log: LogTail.News(lines: [line], omitted: number))
            )
        }
        #expect(model.isCurrent)
        let picture = try json(model.picture)
        #expect(picture["state"]?["a"]?.number == 1 && picture["problem"]?.string == "gone")
        let lines = try #require(picture["lines"]?.array)
        #expect(lines.count == PageModel.lineLimit)
        #expect(lines.first?.string == "change" && lines.last?.string == "detail 499")
        for number in 0..<400 {
            model.take(PageRound(log: LogTail.News(lines: [.init(time: "3", text: "change \(number)")])))
        }
        #expect(try json(model.picture)["lines"]?.array?.count == PageModel.lineLimit)
    }

    @Test func theDiaryTellsOfWhatIsOtherwise() throws {
        let backend = try #require(Topology(basePort: 1_024).instances(.backend).first)
        func process(_ state: ServiceProcess.State, _ isPartitioned: Bool = false) -> [ServiceProcess] {
            [ServiceProcess(instance: backend, state: state, isPartitioned: isPartitioned)]
        }
        var diary = ProcessDiary()
        #expect(diary.lines(process(.running), at: "t").isEmpty)
        #expect(diary.lines(process(.running), at: "t").isEmpty)
        let lines = diary.lines(process(.held), at: "t1") + diary.lines(process(.running, true), at: "t2")
        let parsed = try lines.map { try json(Array($0.text.utf8)) }
        #expect(lines.map(\.time) == ["t1", "t2"])
        #expect(parsed.map { $0["from"]?.string } == ["running", "held"])
        #expect(parsed.map { $0["to"]?.string } == ["held", "running, cut off"])
        #expect(parsed.allSatisfy { $0["pod"]?.string == backend.name && $0["event"]?.string == "process.changed" })
    }

    @Test func whatPrometheusSaysOfBreakersIsShownByModeAndBreaker() throws {
        let text = """
            {"status":"success","data":{"result":[
            {"metric":{"mode":"full","scope":"endpoint","address":"a:1","state":"open"},"value":[1,"1"]},
            {"metric":{"mode":"full","scope":"call","address":"","state":"closed"},"value":[1,"1"]},
            {"metric":{"scope":"call","state":"closed"},"value":[1,"1"]}]}}
            """
        let samples = try JSONDecoder().decode(QueryAnswer.self, from: Data(text.utf8)).samples
        #expect(
            StateFeed.breakers(samples) == [
                LabState.Breaker(mode: "full", breaker: "a:1", state: "open"),
                LabState.Breaker(mode: "full", breaker: "calls", state: "closed"),
            ]
        )
    }
}
