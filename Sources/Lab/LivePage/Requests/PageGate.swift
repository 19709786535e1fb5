import HTTPCore

/// Decides who may ask the live page for what. Pure.
///
/// The port is open on loopback alone, so that nobody else's machine reaches it; but every page in the user's browser
/// does. So a request must name this lab as its host (another name that leads to 127.0.0.1 is DNS rebinding), what a
/// browser says of the page that sends it must be this page, and a change needs the token that only this page can read.
struct PageGate: Sendable {
    let port: Int
    /// Drawn anew by each lab.
    let token: String

    static let tokenField = HTTPFieldName("x-lab-token")!
    static let originField = HTTPFieldName("origin")!
    static let siteField = HTTPFieldName("sec-fetch-site")!
    static let modeField = HTTPFieldName("sec-fetch-mode")!

    /// A token that nobody can guess: 128 bits in hexadecimal.
    static func makeToken(using generator: inout some RandomNumberGenerator) -> String {
        (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Why the request is refused, for people; nil where it is not.
    func refusal(of request: HTTPRequest) -> String? {
        guard let host = request.head.authority?.lowercased(), hosts.contains(host) else {
            return "this is \(hosts[0]): the request is for another host"
        }
        let origins = request.fields.values(for: Self.originField)
        if origins.contains(where: { $0 != "http://\(host)" }) { return "another page sent this request" }
        if isOfAnotherSite(request) { return "another page sent this request" }
        if [.get, .head].contains(request.method) { return nil }
        if origins.isEmpty { return "a change must come from the page: the request has no Origin" }
        if request.fields.values(for: Self.tokenField) != [token] {
            return "a change needs the page's token: open the page anew"
        }
        return nil
    }

    /// What a browser says of whoever asks, where no Origin is sent: a picture or a script of another site's page, or of
    /// another port's. Following a link to this page is no such request.
    ///
    /// Source: W3C, *Fetch Metadata Request Headers*.
    private func isOfAnotherSite(_ request: HTTPRequest) -> Bool {
        if request.fields[Self.modeField] == "navigate", request.method == .get { return false }
        return request.fields.values(for: Self.siteField).contains { $0 != "same-origin" && $0 != "none" }
    }

    private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }
}
