/// Why a line is none of its format's.
struct GrammarError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension String {
    /// The beginning of what the body says, in quotes, fit for one line of a message.
    init(excerpt bytes: some Sequence<UInt8>) {
        var text = ""
        for (count, scalar) in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars.enumerated() {
            if count == 60 {
                text += "…"
                break
            }
            text +=
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                ? scalar.escaped(asASCII: true) : "\(scalar)"
        }
        self = "\"\(text)\""
    }
}
