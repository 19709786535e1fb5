import Foundation
import Testing

@testable import Lab

@Suite("Grafana of a lab that is up")
struct GrafanaTests {
    /// A folder that looks as an unpacked archive or a package does; gone afterwards.
    private func withHome(_ files: [String], _ body: (String) throws -> Void) throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "grafana-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        for file in files {
            let url = home.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data().write(to: url)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
        }
        try body(home.resolvingSymlinksInPath().path)
    }

    @Test func ofAnArchiveTheFilesLieBesideBin() throws {
        try withHome(["bin/grafana", "conf/defaults.ini"]) { home in
            let grafana = try #require(Grafana.find(searchPath: "/nowhere:\(home)/bin", packageHome: "/nowhere"))
            #expect(grafana.program == "\(home)/bin/grafana")
            #expect(grafana.arguments == ["server", "--homepath", home])
        }
    }

    @Test func ofAPackageTheyLieWhereItPutsThem() throws {
        try withHome(["bin/grafana", "conf/defaults.ini"]) { home in
            #expect(Grafana.find(searchPath: "/nowhere", packageHome: home)?.home == home)
        }
    }

    @Test func withoutItsFilesOrItsProgramThereIsNone() throws {
        try withHome(["bin/grafana"]) { home in
            #expect(Grafana.find(searchPath: "\(home)/bin", packageHome: "/nowhere") == nil)
        }
        try withHome(["conf/defaults.ini"]) { home in
            #expect(Grafana.find(searchPath: "\(home)/bin", packageHome: home) == nil)
        }
    }

    private func environment(of checkout: Checkout) -> [String: String] {
        Grafana(program: "/g", home: "/h").environment(
            port: 18_002,
            prometheusURL: "http://127.0.0.1:18000",
            checkout: checkout,
            folder: "/run-1"
        )
    }

    @Test func itTakesTheFilesOfTheCheckoutAndWritesIntoTheRun() throws {
        let environment = environment(of: try Checkout.locate())
        for key in ["DASHBOARDS_PATH", "GF_PATHS_PROVISIONING", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] {
            let path = try #require(environment[key])
            #expect(FileManager.default.fileExists(atPath: path), "\(key)=\(path)")
        }
        for key in ["GF_PATHS_DATA", "GF_PATHS_LOGS", "GF_PATHS_PLUGINS"] {
            #expect(environment[key]?.hasPrefix("/run-1/") == true)
        }
        #expect(environment["PROMETHEUS_URL"] == "http://127.0.0.1:18000")
        #expect(environment["GF_SERVER_HTTP_ADDR"] == "127.0.0.1")
        #expect(environment["GF_SERVER_HTTP_PORT"] == "18002")
    }

    /// What the provisioning files leave open is given.
    @Test func everyVariableOfTheProvisioningIsSet() throws {
        let checkout = try Checkout.locate()
        let environment = environment(of: checkout)
        let folder = "\(checkout.root)/monitoring/grafana/provisioning"
        var found = 0
        for file in try FileManager.default.subpathsOfDirectory(atPath: folder) where file.hasSuffix(".yaml") {
            for match in try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).matches(of: /\${([A-Z_]+)}/) {
                found += 1
                #expect(environment[String(match.1)] != nil, "\(file): \(match.1)")
            }
        }
        #expect(found >= 2)
    }
}
