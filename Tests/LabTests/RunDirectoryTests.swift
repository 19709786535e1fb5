import Foundation
import Testing

@testable import Lab

@Suite struct RunDirectoryTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lab runs \(UUID().uuidString)").path
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
        try body(folder)
    }

    private let startedAt = Date(timeIntervalSince1970: 0)

    @Test func runsOfTheSameSecondHaveFoldersOfTheirOwn() throws {
        try withFolder { output in
            let (first, _) = try RunDirectory.create(in: output, options: RunOptions(), startedAt: startedAt)
            let (second, manifest) = try RunDirectory.create(in: output, options: RunOptions(), startedAt: startedAt)
            #expect(first.path.hasSuffix("/1970-01-01T000000Z"))
            #expect(second.path.hasSuffix("/1970-01-01T000000Z-2"))
            // One that has not come up hides none that has.
            try first.makeCurrent()
            #expect(try RunDirectory.open(nil, in: output).path.hasSuffix("Z"))
            try second.makeCurrent()
            #expect(try RunDirectory.open(nil, in: output).manifest() == manifest)
        }
    }

    @Test func aFolderNamedCurrentIsTheUsers() throws {
        try withFolder { output in
            try FileManager.default.createDirectory(atPath: "\(output)/current", withIntermediateDirectories: true)
            let (directory, _) = try RunDirectory.create(in: output, options: RunOptions(), startedAt: startedAt)
            let error = #expect(throws: LabError.self) { try directory.makeCurrent() }
            #expect(error?.message.contains("cannot make the link") == true)
        }
    }

    @Test(arguments: [
        ("{\"schema\": 2}", "has schema 2; this lab reads schema 1"), ("{}", "has no schema; this lab reads schema 1"),
        ("{\"schema\": 1}", "is damaged, or not of this version of lab"), ("{\"sch", "is damaged, or not"),
        (nil, "has no results.json"),
    ])
    func resultsThatCannotBeReadAreOneClearLine(text: String?, message: String) throws {
        try withFolder { output in
            let (directory, _) = try RunDirectory.create(in: output, options: RunOptions(), startedAt: startedAt)
            if let text { try directory.write(text, to: Results.fileName) }
            let error = #expect(throws: LabError.self) { try Results.read(from: directory) }
            #expect(error?.message.contains(message) == true)
            #expect(error?.message.contains("\n") == false)
        }
    }

    @Test(arguments: [RunOptions(basePort: 70_000), RunOptions(rate: .max), RunOptions(faultWindow: .max)])
    func aNumberOutOfItsRangeInAManifestIsAnError(options: RunOptions) throws {
        try withFolder { output in
            let (directory, _) = try RunDirectory.create(in: output, options: options, startedAt: startedAt)
            #expect(throws: LabError.self) { try directory.manifest() }
        }
    }

    @Test func oneExperimentAtATime() throws {
        try withFolder { output in
            let (directory, _) = try RunDirectory.create(in: output, options: RunOptions(), startedAt: startedAt)
            do {
                let lock = try ExperimentLock(directory)
                #expect(throws: LabError.self) { try ExperimentLock(directory) }
                withExtendedLifetime(lock) {}
            }
            #expect(throws: Never.self) { try ExperimentLock(directory) }
        }
    }
}
