import Foundation
import Synchronization
import Testing

@testable import Lab

@Suite struct RotationTests {
    private let topology = Topology(basePort: 18_000)
    private var only: Topology.Instance { topology.instances(.client, mode: .full)[0] }

    /// What the load generator was asked for, and whether it answers.
    private final class Load: Sendable {
        let state = Mutex((asked: [String](), isDown: false))
        var asked: [String] { state.withLock { $0.asked } }
        func down(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

        func change(_ method: String, _ path: String) throws(LabError) {
            let isDown = state.withLock { state in
                if !state.isDown { state.asked.append("\(method) \(path)") }
                return state.isDown
            }
            if isDown { throw LabError("the load generator does not answer") }
        }
    }

    private func withRotation(_ body: (Rotation, Load, () throws -> String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lab rotation \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let load = Load()
        let rotation = Rotation(topology: topology, directory: RunDirectory(path: folder.path)) {
            method,
            path throws(LabError) in
            try load.change(method, path)
        }
        try rotation.prepare()
        try body(rotation, load) {
            try String(contentsOf: folder.appending(path: "targets/client-full-2.json"), encoding: .utf8)
        }
    }

    private let both = "PUT /addresses?target=full&address=127.0.0.1:18016&address=127.0.0.1:18004"
    private let spareAlone = "PUT /addresses?target=full&address=127.0.0.1:18004"
    private let usual = "DELETE /addresses?target=full"

    @Test func theSpareClientComesAndGoes() throws {
        try withRotation { rotation, load, targets in
            #expect(try targets().filter { !$0.isWhitespace } == "[]")
            try rotation.add(topology.spare)
            #expect(try targets().contains("\"127.0.0.1:18005\""))
            try rotation.remove(only)
            try rotation.add(only)
            try rotation.remove(topology.spare)
            #expect(try targets().filter { !$0.isWhitespace } == "[]")
            #expect(load.asked == [both, spareAlone, spareAlone + "&address=127.0.0.1:18016", usual])
        }
    }

    @Test func theOnlyOneStaysUntilThereIsAnother() throws {
        try withRotation { rotation, load, _ in
            try rotation.remove(only)
            #expect(load.asked.isEmpty)
            try rotation.add(topology.spare)
            #expect(load.asked == [spareAlone])
        }
    }

    @Test func whatDoesNotConcernFullIsNoChange() throws {
        try withRotation { rotation, load, _ in
            for instance in topology.instances(.backend) + topology.instances(.client, mode: .retry) {
                try rotation.remove(instance)
                try rotation.add(instance)
            }
            #expect(load.asked.isEmpty)
        }
    }

    @Test func whatTheLoadGeneratorWasNotToldItIsToldWithTheNextChange() throws {
        try withRotation { rotation, load, _ in
            try rotation.add(topology.spare)
            load.down(true)
            #expect(throws: LabError.self) { try rotation.remove(only) }
            load.down(false)
            try rotation.remove(only)
            #expect(load.asked == [both, spareAlone])
        }
    }

    @Test func aLoadGeneratorThatWasStartedAnewIsToldAgain() throws {
        try withRotation { rotation, load, _ in
            try rotation.add(topology.loadGenerator)
            #expect(load.asked.isEmpty)
            try rotation.add(topology.spare)
            try rotation.add(topology.loadGenerator)
            #expect(load.asked == [both, both])
        }
    }
}
