import HTTPCore

extension HTTPFields {
    /// Names are tokens in lower case, values have no control bytes, and there are no more than the limits allow.
    func demandValid(_ limits: HTTPLimits) {
        demand(count <= limits.maxHeaderCount, "the limit of field lines")
        var bytes = 0
        forEach { name, value in
            demand(HTTPFieldName(name)?.description == name, "a name is a token in lower case")
            demand(HTTPFields.isValidValue(value), "a value has no control bytes")
            demand(value.utf8.first != 0x20 && value.utf8.last != 0x20, "a value is trimmed")
            bytes += name.utf8.count + 3
        }
        demand(bytes <= limits.maxHeaderBytes, "the limit of field bytes")
    }

    /// The fields that do not frame the message, as text.
    var withoutFraming: String {
        var text = ""
        forEach { name, value in
            if name != "content-length", name != "transfer-encoding" { text += "\(name): \(value)\n" }
        }
        return text
    }

    var areChunked: Bool { contains(.transferEncoding) }
}

/// `content` as one chunk and the last.
func inChunks(_ content: [UInt8]) -> [UInt8] {
    let chunk = content.isEmpty ? [] : Array("\(String(content.count, radix: 16))\r\n".utf8) + content + [13, 10]
    return chunk + Array("0\r\n\r\n".utf8)
}

/// Small enough for the fuzzer to reach each of them.
let smallLimits = HTTPLimits(
    maxRequestLineBytes: 20,
    maxHeaderBytes: 40,
    maxHeaderCount: 3,
    maxBodyBytes: 10,
    maxChunkLineBytes: 16,
    maxInterimResponses: 2
)

/// Nothing that was accepted under other limits is beyond these.
let wideLimits = HTTPLimits(maxRequestLineBytes: 1 << 20, maxHeaderBytes: 1 << 20, maxHeaderCount: 1 << 10)

extension HTTPLimits {
    /// The longest that must ever be kept: a head that lacks its last byte. Chunk lines and trailers are shorter.
    var longestHead: Int { maxRequestLineBytes + 2 + maxHeaderBytes + 2 }
}
