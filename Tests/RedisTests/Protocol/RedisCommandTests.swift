import Testing

@testable import Redis

@Suite struct RedisCommandTests {
    private func serialized(_ command: RedisCommand) -> [UInt8] {
        var bytes: [UInt8] = []
        RESPSerializer.append(command.arguments, to: &bytes)
        return bytes
    }

    private func text(_ command: RedisCommand) -> String { String(decoding: serialized(command), as: UTF8.self) }

    @Test func aCommandIsAnArrayOfBulkStrings() {
        #expect(text(.get("key")) == "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n")
        #expect(text(.get("")) == "*2\r\n$3\r\nGET\r\n$0\r\n\r\n")
        #expect(text(.get("schlüssel")) == "*2\r\n$3\r\nGET\r\n$10\r\nschlüssel\r\n")
        #expect(text(.select(12)) == "*2\r\n$6\r\nSELECT\r\n$2\r\n12\r\n")
        let set = "*5\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\nvw\r\n$2\r\nPX\r\n$4\r\n1500\r\n"
        #expect(text(.set("k", Array("vw".utf8), expiry: .milliseconds(1500))) == set)
    }

    @Test func aUserIsNamedWhereThereIsOne() {
        #expect(text(.authenticate(RedisCredentials(user: nil, password: "p"))) == "*2\r\n$4\r\nAUTH\r\n$1\r\np\r\n")
        let both = RedisCredentials(user: "u", password: "p q")
        #expect(text(.authenticate(both)) == "*3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$3\r\np q\r\n")
    }

    @Test func anyByteMayStandInAnArgument() throws {
        let value = [UInt8](0...255) + Array("\r\n$1\r\n".utf8)
        let bytes = serialized(.set("k", value, expiry: .seconds(1)))
        // A command has the form of a reply.
        var parser = RESPParser(limits: RESPLimits(maxBulkBytes: 1000))
        let (parsed, consumed) = try bytes.withUnsafeBytes { try parser.next($0) }
        #expect(consumed == bytes.count)
        #expect(parsed == .array(["SET", "k", nil, "PX", "1000"].map { .bulk($0.map { Array($0.utf8) } ?? value) }))
    }

    @Test(arguments: [
        (Duration.seconds(1), "1000"), (.milliseconds(1), "1"), (.microseconds(1), "1"), (.microseconds(1001), "2"),
        (.nanoseconds(1_999_999), "2"), (.zero, "1"), (.seconds(-5), "1"), (.seconds(86400), "86400000"),
        (.seconds(Int64.max), "315576000000000"), (.seconds(Int64.min), "1"),
    ])
    func anExpiryIsWholeMillisecondsRoundedUp(_ expiry: Duration, _ expected: String) {
        let arguments = RedisCommand.set("k", [], expiry: expiry).arguments
        #expect(String(decoding: arguments[4], as: UTF8.self) == expected)
    }

    @Test func onlyWhatMakesSenseIsAReply() {
        let all: [RESPValue] = [
            .simple("OK"), .simple("PONG"), .bulk([]), .null, .integer(1), .array([]), .error("ERR"),
        ]
        #expect(all.filter(RedisCommand.get("k").allows) == [.bulk([]), .null, .error("ERR")])
        #expect(all.filter(RedisCommand.set("k", [], expiry: .seconds(1)).allows) == [.simple("OK"), .error("ERR")])
        #expect(all.filter(RedisCommand.select(1).allows) == [.simple("OK"), .error("ERR")])
    }
}
