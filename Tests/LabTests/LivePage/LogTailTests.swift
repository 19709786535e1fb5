import Foundation
import TestSupport
import Testing

@testable import Lab

@Suite struct LogTailTests {
    private func line(_ event: String, _ number: Int) -> String {
        #"{"ts":"2026-01-02T03:04:05.\#(100_000 + number)Z","level":"info","event":"\#(event)","msg":"m"}"#
    }

    /// However the bytes are cut into pieces, each whole line is seen once.
    @Test(arguments: 0..<20) func linesAreWholeHoweverTheyCome(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let lines = (0..<30).map { line("breaker.transition", $0) }
        let bytes = Data((lines.joined(separator: "\n") + "\n").utf8)
        var selection = LogSelection()
        var seen: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...300, using: &generator))
            rest = rest.dropFirst(piece.count)
            seen += selection.take(Data(piece), detailLimit: 1).lines.map(\.text)
        }
        #expect(seen == lines)
    }

    @Test func changesAreKeptAndOfTheOthersTheNewest() {
        var selection = LogSelection()
        let lines = (0..<50).map { line($0 % 10 == 0 ? "fault.changed" : "http.request", $0) } + ["plain", ""]
        let news = selection.take(Data(lines.joined(separator: "\n").utf8), detailLimit: 3)
        #expect(news.lines.filter { !$0.isDetail }.count == 6)
        #expect(news.lines.filter(\.isDetail).map(\.text) == [47, 48, 49].map { line("http.request", $0) })
        #expect(news.lines.contains { $0.text == "plain" && $0.time.isEmpty })
        #expect(news.omitted == 51 - 9)
        #expect(news.lines.first?.time == "2026-01-02T03:04:05.100000Z")
    }

    @Test func neitherManyChangesNorALongLineAreKeptWhole() {
        var selection = LogSelection()
        let many = (0..<500).map { line("fault.changed", $0) + "\n" }.joined()
        let news = selection.take(Data(many.utf8), detailLimit: 3)
        #expect(news.lines.count == LogSelection.changeLimit && news.omitted == 500 - LogSelection.changeLimit)
        let long = String(repeating: "x", count: 3 * LogSelection.lineLimit)
        #expect(selection.take(Data(long.utf8), detailLimit: 3).lines.isEmpty)
        // Its end is no line of its own.
        #expect(selection.take(Data((long + "\nnext\n").utf8), detailLimit: 3).lines.map(\.text) == ["next"])
    }

    @Test func filesAreFollowedPastWhatIsTooMuchAndWhenTheyBeginAnew() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lab tests \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let paths = ["a", "b", "none"].map { folder.appending(path: $0).path }
        func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
        try write(line("fault.changed", 2) + "\n", to: paths[0])
        try write(line("fault.changed", 1) + "\n", to: paths[1])
        var tail = LogTail(paths: paths)
        #expect(tail.news().lines.map(\.text) == [line("fault.changed", 1), line("fault.changed", 2)])
        #expect(tail.news() == LogTail.News())
        let much = (0..<2_000).map { line("http.request", $0) + "\n" }.joined()
        try write(line("fault.changed", 2) + "\n" + much + line("fault.changed", 3) + "\n", to: paths[0])
        let news = tail.news()
        #expect(news.lines.first { !$0.isDetail }?.text == line("fault.changed", 3))
        #expect(news.lines.count == 4 && news.lines.allSatisfy { $0.text.hasPrefix("{") })
        try write(line("fault.changed", 4) + "\n", to: paths[0])
        #expect(tail.news().lines.map(\.text) == [line("fault.changed", 4)])
    }
}
