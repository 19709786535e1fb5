/// What a client proves its right with. It shows itself nowhere: neither printed nor dumped.
struct RedisCredentials: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nil for the server's default user.
    let user: String?
    let password: String

    var description: String { "(not shown)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}
