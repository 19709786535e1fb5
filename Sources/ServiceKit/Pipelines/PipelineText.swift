/// Takes a pipeline's text apart.
enum PipelineText {
    /// The parts between separators that stand outside all parentheses, without the spaces around them.
    ///
    /// - Throws: ``SettingRefusal`` where a parenthesis has no partner.
    static func split(_ text: Substring, at separator: Character) throws(SettingRefusal) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")":
                depth -= 1
                guard depth >= 0 else {
                    throw SettingRefusal(
                        value: String(text[start...index]),
                        accepted: "an opening parenthesis for each closing one"
                    )
                }
            case separator where depth == 0:
                parts.append(text[start..<index].trimmed)
                start = text.index(after: index)
            default: break
            }
        }
        guard depth == 0 else {
            throw SettingRefusal(value: String(text[start...]), accepted: "a closing parenthesis for each opening one")
        }
        return parts + [text[start...].trimmed]
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without the spaces at both ends.
    var trimmed: Substring {
        let start = firstIndex { $0 != " " } ?? endIndex
        let last = lastIndex { $0 != " " }
        return last.map { self[start...$0] } ?? self[start..<start]
    }
}
