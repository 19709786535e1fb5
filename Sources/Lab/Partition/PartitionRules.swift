/// The nftables script that drops what travels to and from some ports of loopback. Pure.
///
/// Everything lies in one table of this lab's own, so that no rule of the machine's is touched and removing the table
/// undoes all of it. One script is one transaction (nft(8)): packets never meet half of it.
///
/// Packets are dropped when they arrive, not when they are sent: a sender whose own output is refused is told so, and a
/// packet that a network loses says nothing. Both directions are dropped, whoever opened the connection and when, so
/// established connections are struck as well as new ones.
struct PartitionRules: Equatable, Sendable {
    let table: String

    /// - Parameter basePort: tells the labs on a machine apart.
    init(basePort: Int) { table = "holdfast_lab_\(basePort)" }

    /// Drops packets to and from `ports`, and no others; without ports nothing is left of the table.
    func script(blocking ports: Set<Int>) -> String {
        var lines = removal
        if !ports.isEmpty { lines += chain(ports) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Makes a table with a rule and takes it away again: it succeeds exactly where ``script(blocking:)`` would.
    var trial: String { (removal + chain([1]) + ["delete table inet \(table)"]).joined(separator: "\n") + "\n" }

    /// Removing a table that is not there would be an error, so it is made first.
    private var removal: [String] { ["table inet \(table)", "delete table inet \(table)"] }

    private func chain(_ ports: Set<Int>) -> [String] {
        let list = ports.sorted().map(String.init).joined(separator: ", ")
        return [
            "table inet \(table) {",
            "    chain arriving {",
            "        type filter hook input priority filter; policy accept;",
            "        iifname \"lo\" tcp dport { \(list) } counter drop",
            "        iifname \"lo\" tcp sport { \(list) } counter drop",
            "    }",
            "}",
        ]
    }
}
