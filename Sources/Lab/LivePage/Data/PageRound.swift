/// What one look at the lab brought. Pure.
struct PageRound: Sendable {
    /// The curves' new seconds; nil where Prometheus did not answer.
    var curves: CurveBlock?
    /// Why there are no curves.
    var problem: String?
    /// The lab's state as JSON; nil where it is as it was.
    var state: [UInt8]?
    var log = LogTail.News()

    /// The data of one event.
    var json: [UInt8] {
        var bytes = Array("{".utf8)
        PageJSON.key("curves", isFirst: true, to: &bytes)
        if let curves { curves.append(to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
        PageJSON.key("problem", to: &bytes)
        if let problem { PageJSON.append(problem, to: &bytes) } else { bytes.append(contentsOf: "null".utf8) }
        if let state {
            PageJSON.key("state", to: &bytes)
            bytes.append(contentsOf: state)
        }
        PageJSON.key("omitted", to: &bytes)
        bytes.append(contentsOf: "\(log.omitted)".utf8)
        PageJSON.key("lines", to: &bytes)
        PageJSON.append(log.lines, to: &bytes) { PageJSON.append($0.text, to: &$1) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// The whole picture, as a page that is opened now needs it. Pure; bounded.
struct PageModel {
    static let lineLimit = 300

    private(set) var window = CurveWindow()
    private var last = PageRound()
    private var state: [UInt8]?
    private var lines: [LogTail.Line] = []
    /// Whether a round was taken in since somebody began to look.
    var isCurrent = false

    mutating func take(_ round: PageRound) {
        if let curves = round.curves { window.append(curves) }
        if let state = round.state { self.state = state }
        last = round
        lines.append(contentsOf: round.log.lines)
        if lines.count > Self.lineLimit { lines = Self.thinned(lines) }
        isCurrent = true
    }

    /// Everything, in the form of a round.
    var picture: [UInt8] {
        PageRound(
            curves: window.block,
            problem: last.problem,
            state: state,
            log: LogTail.News(lines: lines, omitted: last.log.omitted)
        ).json
    }

    /// Lines about changes stay longest: of the others there are always more.
    private static func thinned(_ lines: [LogTail.Line]) -> [LogTail.Line] {
        var excess = lines.count - lineLimit
        let kept = lines.filter { line in
            guard excess > 0, line.isDetail else { return true }
            excess -= 1
            return false
        }
        return Array(kept.suffix(lineLimit))
    }
}
