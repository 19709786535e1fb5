import HTTPCore

/// URLs: what one is, and that a request to it is one that a server accepts.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = FuzzInput(start, count).text
    guard case .success(let url) = parse(text) else { return 0 }
    demand((1...65535).contains(url.port), "a port can be connected to")
    demand(!url.host.isEmpty && url.host == url.host.lowercased(), "a host is there, in lower case")
    demand(url.target.utf8.first == 0x2F && !url.target.utf8.contains(0x23), "a target is a path without a fragment")
    demand(parse(url.description) == .success(url), "the normal form is the same URL")

    var bytes: [UInt8] = []
    let head = HTTPRequestHead(method: .get, target: url.target, fields: [.host: url.authority])
    HTTPSerializer.append(request: head, bodyLength: 0, to: &bytes)
    var parser = HTTPRequestParser(limits: wideLimits)
    let requests = Recording<HTTPRequestHead>(bytes, cutAt: [], mostUnconsumed: 0) { (input) throws(HTTPParseError) in
        try parser.next(input)
    }
    demand(requests.error == nil && requests.messages.map(\.isComplete) == [true], "a server accepts a request to it")
    demand(requests.messages[0].head.target == url.target, "the target arrives")
    demand(requests.messages[0].head.authority == url.authority, "the authority arrives")
    return 0
}

private func parse(_ text: String) -> Result<HTTPURL, HTTPURLError> {
    do throws(HTTPURLError) {
        return .success(try HTTPURL(text))
    } catch {
        demand(error.url == text && !error.reason.isEmpty, "an error names the text and a reason")
        return .failure(error)
    }
}
