/// A command with its arguments, and which reply to it makes sense. All of them may be sent twice: the second time leaves
/// the server as the first did.
///
/// Source: https://redis.io/docs/latest/commands/
struct RedisCommand: Sendable {
    /// The replies that are no error.
    enum Reply: Sendable {
        /// `+OK`
        case ok
        /// A bulk string, or none.
        case value
    }

    let arguments: [[UInt8]]
    private let reply: Reply

    private init(_ arguments: [[UInt8]], reply: Reply) {
        self.arguments = arguments
        self.reply = reply
    }

    /// `GET key`
    static func get(_ key: String) -> RedisCommand {
        RedisCommand([Array("GET".utf8), Array(key.utf8)], reply: .value)
    }

    /// `SET key value PX milliseconds`: whole ones, rounded up, at least 1 (0 would be an error).
    static func set(_ key: String, _ value: [UInt8], expiry: Duration) -> RedisCommand {
        let (seconds, attoseconds) = expiry.components
        let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1000)
        // Ten thousand years and more are all the same; a server refuses what its clock cannot reach.
        let longest: Int64 = 315_576_000_000_000
        let whole = overflowed ? (seconds > 0 ? longest : 0) : min(product, longest)
        let rest = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let milliseconds = max(1, whole + rest)
        return RedisCommand(
            [Array("SET".utf8), Array(key.utf8), value, Array("PX".utf8), Array(String(milliseconds).utf8)],
            reply: .ok
        )
    }

    /// `AUTH [user] password`: a server older than 6.0, and one with `requirepass` alone, knows no users.
    static func authenticate(_ credentials: RedisCredentials) -> RedisCommand {
        let user = credentials.user.map { [Array($0.utf8)] } ?? []
        return RedisCommand([Array("AUTH".utf8)] + user + [Array(credentials.password.utf8)], reply: .ok)
    }

    /// `SELECT database`
    static func select(_ database: Int) -> RedisCommand {
        RedisCommand([Array("SELECT".utf8), Array(String(database).utf8)], reply: .ok)
    }

    /// Whether a server that understood the command may answer so.
    func allows(_ value: RESPValue) -> Bool {
        switch (reply, value) {
        case (_, .error), (.ok, .simple("OK")), (.value, .bulk), (.value, .null): true
        default: false
        }
    }
}
