import HTTPCore

/// Queries and percent-escapes: all bytes as a query, and as a path.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = FuzzInput(start, count).text
    demandQuery(text)
    demandPath("/" + text)
    return 0
}

private func demandQuery(_ text: String) {
    let pairs = HTTPQuery(parsing: text).pairs
    demand(pairs.count <= text.utf8.count(where: { $0 == 0x26 }) + 1, "no more pairs than pieces")
    let encoded = pairs.map { "\(escaped($0.name))=\(escaped($0.value))" }.joined(separator: "&")
    demand(HTTPQuery(parsing: encoded).pairs == pairs, "what is escaped in full comes back")
    for pair in pairs {
        demand(HTTPPath.decode(segment: escaped(pair.name)[...]) == pair.name, "escapes of a path are the same")
    }
}

private func demandPath(_ target: String) {
    let head = HTTPRequestHead(method: .get, target: target)
    let path = head.path
    demand(path.utf8.first == 0x2F, "a path begins with a slash")
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    demand(!segments.contains(".") && !segments.contains(".."), "no dot segment is left")
    demand(HTTPRequestHead(method: .get, target: path).path == path, "the normal form is one")
    let slashes = target.utf8.count(where: { $0 == 0x2F })
    demand(segments.count <= slashes, "no escape became a separator")
}

private func escaped(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
}
