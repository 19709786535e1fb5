import ExpositionChecker
import TestSupport

/// One fault that can be put into any generated body.
enum Mutation: String, CaseIterable {
    case cutTheLastByte, insertByteFF, carriageReturn, unknownEscape, openQuote, badNumber, badTimestamp, badName,
        badLabelName
    case repeatedLabel, noValue, badType
    case repeatedSample, repeatedMetadata, lateMetadata, sampleElsewhere, childrenInterleaved
    case negative, notANumber, badCount, droppedInfinity, fallingBucket, swappedBuckets, noBound, badBound, droppedCount
    case noEnd, textAfterEnd, blankLine, comment, noTotal, straySuffix, exemplarElsewhere, longExemplar, exemplarOutside
    case wrongUnit, halfTimestamps, backwards, infoOfTwo, stateWithoutName, reservedName, clash, bareQuoteInHelp

    /// Those that OpenMetrics forbids and the text format allows, or has no word for.
    static let openMetricsOnly: Set<Mutation> = [
        .noEnd, .textAfterEnd, .blankLine, .comment, .noTotal, .exemplarOutside, .longExemplar, .wrongUnit,
        .halfTimestamps, .backwards, .infoOfTwo, .stateWithoutName, .reservedName, .bareQuoteInHelp,
    ]

    /// The body with the fault in it.
    func apply(to body: GeneratedBody, using generator: inout SeededGenerator) -> [UInt8] {
        var body = body
        func choose(_ roles: GeneratedBody.Line.Role...) -> Int {
            body.lines.indices.filter { roles.contains(body.lines[$0].role) }.randomElement(using: &generator)!
        }
        func chooseSample() -> Int {
            body.lines.indices.filter { body.lines[$0].isSample }.randomElement(using: &generator)!
        }
        let end = body.lines.count - (body.format == .openMetrics ? 1 : 0)
        switch self {
        case .cutTheLastByte: return body.bytes.dropLast()
        case .insertByteFF:
            var bytes = body.bytes
            bytes.insert(0xFF, at: Int.random(in: 0...bytes.count, using: &generator))
            return bytes
        case .carriageReturn:
            return Array(body.bytes.split(separator: 10).joined(separator: [13, 10])) + [13, 10]
        case .unknownEscape: body.lines[chooseSample()].labels[0].value += "\\q"
        case .openQuote: body.lines[chooseSample()].labels[0].value += "\""
        case .badNumber:
            let numbers = [
                "0x1", "1_0", "nan", "inf", "Infinity", "1e", "1e999", "one", "1.0.0", "1,0", "", "--1", "1f",
            ]
            body.lines[chooseSample()].value = numbers.randomElement(using: &generator)!
        case .badTimestamp:
            body.lines[choose(.gauge, .sum)].rest = [" NaN", " 1z", " +Inf", " 1.1.1"].randomElement(using: &generator)!
        case .badName:
            body.lines[chooseSample()].name = ["0a", "a.b", "a-b", "é", ""].randomElement(using: &generator)!
        case .badLabelName:
            body.lines[chooseSample()].labels[0].name = ["0", "a-b", "a:b", "", "__x"].randomElement(using: &generator)!
        case .repeatedLabel:
            let index = chooseSample()
            body.lines[index].labels.append(body.lines[index].labels[0])
        case .noValue:
            let index = chooseSample()
            body.lines[index].value = ""
            body.lines[index].rest = ""
        case .badType:
            body.lines[choose(.type)].value = ["counters", "Gauge", "", "gauge x"].randomElement(using: &generator)!
        case .repeatedSample:
            let index = chooseSample()
            body.lines.insert(body.lines[index], at: index)
        case .repeatedMetadata:
            let index = choose(.help, .type)
            body.lines.insert(body.lines[index], at: index)
        case .lateMetadata:
            let index = choose(.help, .type)
            body.lines.insert(body.lines.remove(at: index), at: end - 1)
        case .sampleElsewhere:
            let index = body.lines.indices.filter {
                body.lines[$0].isSample && body.lines[$0].family != body.lines[end - 1].family
            }
            .randomElement(using: &generator)!
            body.lines.insert(body.lines.remove(at: index), at: end - 1)
        case .childrenInterleaved:
            let index = body.lines.indices.filter { body.lines[$0].role == .count && body.lines[$0].child == 0 }
                .randomElement(using: &generator)!
            body.lines.swapAt(index, index + 1)
        case .negative: body.lines[choose(.counter, .bucket, .infinityBucket, .count)].value = "-1"
        case .notANumber: body.lines[choose(.counter, .bucket, .infinityBucket, .count)].value = "NaN"
        case .badCount: body.lines[choose(.count)].value += ["0", ".5", "e3"].randomElement(using: &generator)!
        case .droppedInfinity: body.lines.remove(at: choose(.infinityBucket))
        case .fallingBucket: body.lines[choose(.bucket)].value = "1000"
        case .swappedBuckets:
            let index = choose(.bucket)
            body.lines.swapAt(index, index + 1)
        case .noBound: body.lines[choose(.bucket, .infinityBucket)].labels.removeLast()
        case .badBound:
            let bounds = ["NaN", "+INF", "Inf", "", "x", "0.50", "1e6", "+1", "1e-0"]
            let index = choose(.bucket)
            body.lines[index].labels[2].value = bounds.randomElement(using: &generator)!
        case .droppedCount: body.lines.remove(at: choose(.count))
        case .noEnd: body.lines.removeLast()
        case .textAfterEnd: return body.bytes + Array(["\n", "x", "# EOF\n"].randomElement(using: &generator)!.utf8)
        case .blankLine:
            return Array(body.bytes.split(separator: 10).joined(separator: [10, 10])) + [10]
        case .comment: body.lines[choose(.help)].name = "HELP me: no name"
        case .noTotal:
            let index = choose(.counter)
            body.lines[index].name.removeLast("_total".count)
        case .straySuffix: body.lines[choose(.bucket)].name.removeLast("_bucket".count)
        case .exemplarElsewhere: body.lines[choose(.gauge, .sum, .count)].rest = " # {a=\"b\"} 1"
        case .longExemplar:
            let value = String(repeating: "é", count: Int.random(in: 128...300, using: &generator))
            body.lines[choose(.counter, .bucket)].rest = " # {a=\"\(value)\"} 0.5"
        case .exemplarOutside: body.lines[choose(.bucket)].rest = " # {} 1000001"
        case .wrongUnit:
            body.lines[choose(.unit)].value = ["second", "bytes", "econds", "m s"].randomElement(using: &generator)!
        case .halfTimestamps: body.lines[choose(.bucket, .sum)].rest = " 1"
        case .backwards:
            let index = choose(.gauge)
            body.lines[index].rest = " 5"
            body.lines.insert(body.lines[index], at: index + 1)
            body.lines[index + 1].rest = " 4.9"
        case .infoOfTwo: body.lines[choose(.info)].value = "2"
        case .stateWithoutName: body.lines[choose(.state)].labels.removeLast()
        case .reservedName: body.lines[choose(.gauge)].labels[0].name = "_a"
        case .clash:
            let name = body.lines[choose(.infinityBucket)].name
            body.lines.insert(GeneratedBody.Line(role: .type, family: -1, name: name, value: "gauge"), at: 0)
        case .bareQuoteInHelp: body.lines[choose(.help)].value += "\""
        }
        return body.bytes
    }
}
