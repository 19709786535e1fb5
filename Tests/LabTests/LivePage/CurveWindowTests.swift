import Foundation
import TestSupport
import Testing

@testable import Lab

@Suite struct CurveWindowTests {
    private let keys = [
        CurveBlock.Key(curve: "answers", line: "fresh", mode: .full),
        CurveBlock.Key(curve: "breakers", line: "open", mode: .full, breaker: "127.0.0.1:1"),
    ]

    /// Against a table of what each second's value is.
    @Test(arguments: 0..<30) func theWindowHasTheNewestValueOfEverySecond(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var window = CurveWindow()
        var model: [Int: [Int: Double]] = [0: [:], 1: [:]]
        var next = 1_000
        for _ in 0..<200 {
            let start =
                next + (Int.random(in: 0..<10, using: &generator) == 0 ? Int.random(in: 1...400, using: &generator) : 0)
            let count = Int.random(in: 1...4, using: &generator)
            var block = CurveBlock(start: start, count: count)
            for (index, key) in keys.enumerated() where Bool.random(using: &generator) {
                let values = (0..<count).map { _ in
                    Bool.random(using: &generator) ? Double(Int.random(in: 0...9, using: &generator)) : nil
                }
                block.series[key] = values
                for (offset, value) in values.enumerated() { model[index]?[start + offset] = value }
            }
            window.append(block)
            next = start + count
            let whole = window.block
            #expect(window.last == next - 1)
            #expect((whole?.count ?? 0) <= CurveWindow.length)
            for (index, key) in keys.enumerated() {
                let first = whole?.start ?? 0
                let expected = (first..<next).map { model[index]?[$0] }
                let values = whole?.series[key] ?? [Double?](repeating: nil, count: expected.count)
                #expect(values == expected)
            }
        }
    }

    @Test func aBlockIsJSONThatAParserReads() throws {
        var block = CurveBlock(start: 5, count: 4, series: [keys[0]: [1, 0.25, nil, .nan]])
        block.series[keys[1]] = [1e-7, 12_345_678, 0, -1.5]
        var bytes: [UInt8] = []
        block.append(to: &bytes)
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        #expect(json["start"]?.number == 5 && json["count"]?.number == 4)
        let series = try #require(json["series"]?.array)
        #expect(series.map { $0["curve"]?.string } == ["answers", "breakers"])
        #expect(series[0]["values"] == .array([.number(1), .number(0.25), .null, .null]))
        #expect(series[1]["values"] == .array([.number(1e-7), .number(12_345_678), .number(0), .number(-1.5)]))
        #expect(series[0]["breaker"] == nil && series[1]["breaker"]?.string == "127.0.0.1:1")
    }

    @Test func thePageShowsTheReportsCurves() {
        #expect(LiveCurves.questions.map(\.id) == CurveCatalog.questions.map(\.id.rawValue) + ["fault"])
        for chart in PageDescription.charts {
            #expect(chart.lines.allSatisfy { !$0.style.isEmpty && !$0.promQL.isEmpty })
        }
    }
}
