import HTTPCore
import Testing

@Suite("Header fields")
struct HTTPFieldsTests {
    private let custom = HTTPFieldName("X-Custom")!

    @Test("keep their order and their repeats")
    func order() {
        let fields: HTTPFields = [custom: "1", .accept: "a", custom: "2"]
        #expect(fields.count == 3)
        #expect(fields.count(of: custom) == 2)
        #expect(fields.values(for: custom) == ["1", "2"])
        #expect(fields[custom] == "1")
        #expect(fields[.host] == nil)
        #expect(fields.description == "x-custom: 1\naccept: a\nx-custom: 2")
    }

    @Test("setting replaces every field of the name, nil removes them")
    func setting() {
        var fields: HTTPFields = [custom: "1", .accept: "a", custom: "2"]
        fields[custom] = "3"
        #expect(fields.description == "accept: a\nx-custom: 3")
        fields[custom] = nil
        #expect(fields.description == "accept: a")
        #expect(!fields.contains(custom))
        fields[.accept] = nil
        #expect(fields.isEmpty)
    }

    @Test("setting one field many times keeps only the last value")
    func repeatedSetting() {
        var fields: HTTPFields = [.host: "a"]
        for number in 0..<1000 { fields[custom] = String(number) }
        #expect(fields.description == "host: a\nx-custom: 999")
    }

    @Test(
        "a value cannot start a field or a message of its own",
        arguments: [
            ("a\r\nSet-Cookie: b", "a  Set-Cookie: b"), ("a\u{0}b", "a b"), ("\u{1B}[0m\u{7F}", "[0m"),
            ("\r\n", ""), (" \ta\tb ", "a\tb"), ("h\u{E9}", "h\u{E9}"),
        ]
    )
    func responseSplitting(_ value: String, _ stored: String) {
        var fields = HTTPFields()
        fields[custom] = value
        #expect(fields[custom] == stored)
        #expect(HTTPFields.isValidValue(stored))
    }

    @Test("valid values")
    func validValues() {
        #expect(HTTPFields.isValidValue("a b\tc\u{E9}"))
        #expect(!HTTPFields.isValidValue("a\r"))
        #expect(!HTTPFields.isValidValue("a\n"))
        #expect(!HTTPFields.isValidValue("a\u{0}"))
    }

    @Test("names are tokens without case")
    func names() {
        #expect(HTTPFieldName("Content-Length") == .contentLength)
        #expect(HTTPFieldName("X-Request-Deadline-MS") == .xRequestDeadlineMs)
        for name in ["", "a b", "a:", "a\r", "\u{E9}", "a(", "a\u{0}", "a/", "\"a\""] {
            #expect(HTTPFieldName(name) == nil)
        }
        let all = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
        #expect(HTTPFieldName(all)?.description == all)
        #expect(HTTPFieldName(all.uppercased())?.description == all)
    }

    @Test(
        "elements of lists, over all lines and without case",
        arguments: [
            (["close"], true), (["Close"], true), (["keep-alive, close"], true), (["a ,\tCLOSE\t,b"], true),
            (["a", "close"], true), ([",,close"], true), (["closed"], false), (["not-close"], false),
            (["close d"], false), ([""], false), ([","], false), ([], false),
        ]
    )
    func tokens(_ values: [String], _ expected: Bool) {
        let fields = HTTPFields(values.map { (.connection, $0) })
        #expect(fields.hasToken("close", in: .connection) == expected)
        #expect(!fields.hasToken("close", in: .upgrade))
    }
}
