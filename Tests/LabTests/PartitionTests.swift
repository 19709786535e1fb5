import Foundation
import Testing

@testable import Lab

@Suite struct PartitionTests {
    private let rules = PartitionRules(basePort: 18_000)

    @Test func bothDirectionsOfEveryPortAreDroppedOnLoopbackAlone() {
        #expect(
            rules.script(blocking: [18_030, 18_026]) == """
                table inet holdfast_lab_18000
                delete table inet holdfast_lab_18000
                table inet holdfast_lab_18000 {
                    chain arriving {
                        type filter hook input priority filter; policy accept;
                        iifname "lo" tcp dport { 18026, 18030 } counter drop
                        iifname "lo" tcp sport { 18026, 18030 } counter drop
                    }
                }

                """
        )
    }

    @Test func withoutPortsNothingIsLeft() {
        #expect(
            rules.script(blocking: []) == """
                table inet holdfast_lab_18000
                delete table inet holdfast_lab_18000

                """
        )
    }

    @Test func aTrialLeavesNothing() {
        #expect(rules.trial.hasSuffix("}\ndelete table inet holdfast_lab_18000\n"))
        #expect(rules.trial.contains("drop\n"))
    }

    @Test func everyLabHasATableOfItsOwn() {
        #expect(PartitionRules(basePort: 18_100) != rules)
    }

    /// A filter whose `nft` is a program of ours, in a folder of its own.
    private func withFilter(_ nft: String?, _ body: (PacketFilter, RunDirectory) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lab partition \(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "logs"),
            withIntermediateDirectories: true
        )
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        var program: String?
        if let nft {
            let path = folder.appending(path: "nft").path
            try "#!/bin/sh\nprintf '%s' \"$1\" >\"$0.script\"\n\(nft)\n".write(
                toFile: path,
                atomically: true,
                encoding: .utf8
            )
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            program = path
        }
        let directory = RunDirectory(path: folder.path)
        try body(PacketFilter(program: program, basePort: 18_000, directory: directory), directory)
    }

    private func script(_ directory: RunDirectory) throws -> String {
        try String(contentsOfFile: "\(directory.path)/nft.script", encoding: .utf8)
    }

    @Test func whatIsBlockedAddsUpAndIsHealedPortByPort() throws {
        try withFilter("exit 0") { filter, directory in
            filter.prepare()
            try filter.requireUsable()
            try filter.block([18_026])
            try filter.block([18_030])
            #expect(filter.isBlocked(18_026) && filter.isBlocked(18_030) && !filter.isBlocked(18_027))
            #expect(try script(directory) == rules.script(blocking: [18_026, 18_030]))
            try filter.unblock([18_026, 18_028])
            #expect(!filter.isBlocked(18_026))
            #expect(try script(directory) == rules.script(blocking: [18_030]))
            try filter.clear()
            #expect(!filter.isBlocked(18_030))
            #expect(try script(directory) == rules.script(blocking: []))
        }
    }

    @Test func withoutTheRightItSaysSoAndBlocksNothing() throws {
        try withFilter("echo 'Operation not permitted (you must be root)' >&2; exit 1") { filter, directory in
            filter.prepare()
            let expected = LabError(
                "packets cannot be dropped; that needs root, or CAP_NET_ADMIN, and nft: nft: Operation not permitted (you must be root)"
            )
            #expect(throws: expected) { try filter.requireUsable() }
            #expect(throws: expected) { try filter.block([18_026]) }
            #expect(!filter.isBlocked(18_026))
            // Nothing was blocked, so healing and the end of the lab have nothing to do.
            #expect(throws: Never.self) {
                try filter.unblock([18_026])
                try filter.clear()
            }
            let written = try script(directory)
            #expect(written == rules.trial)
        }
    }

    @Test func withoutNftItSaysWhatToInstall() throws {
        try withFilter(nil) { filter, _ in
            filter.prepare()
            let error = #expect(throws: LabError.self) { try filter.requireUsable() }
            #expect(error?.message.contains("nft is missing (apt-get install nftables)") == true)
            #expect(error?.exitCode == .unavailable)
        }
    }

    @Test func aChangeThatFailsLeavesWhatWas() throws {
        // The trial succeeds, and nothing after it.
        try withFilter("grep -q '{ 1 }' \"$0.script\" || { echo 'x:1:1-2: Error: no' >&2; exit 1; }") { filter, _ in
            filter.prepare()
            #expect(throws: LabError("nft: x:1:1-2: Error: no")) { try filter.block([18_026]) }
            #expect(!filter.isBlocked(18_026))
        }
    }
}
