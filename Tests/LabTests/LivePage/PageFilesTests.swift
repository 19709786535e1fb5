import Foundation
import HTTPCore
import Testing

@testable import Lab

@Suite struct PageFilesTests {
    private func files() throws -> [String: String] {
        let folder = try Checkout.locate().pageFolder
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        }
        return files
    }

    @Test func everyFileOfThePageIsServedAndNothingElse() throws {
        let served = try PageFiles(folder: Checkout.locate().pageFolder)
        for name in try files().keys { #expect(served.response("/\(name)")?.status == .ok) }
        #expect(served.response("/")?.body == served.response("/index.html")?.body)
        #expect(served.response("/page.css")?.fields[.contentType] == "text/css; charset=utf-8")
        #expect(served.response("/main.js")?.fields[.contentType] == "text/javascript; charset=utf-8")
        for path in ["/../page.css", "/live-page/page.css", "//", "/.", "/missing.js"] {
            #expect(served.response(path) == nil)
        }
        let style = String(decoding: try #require(served.response("/charts.css")).body, as: UTF8.self)
        #expect(style.contains("--blue-fill") && style.contains("url(#hatch)"))
    }

    @Test func aFolderWithoutAPageIsAnError() {
        #expect(throws: LabError.self) { try PageFiles(folder: "/nowhere") }
        #expect(throws: LabError.self) { try PageFiles(folder: "/etc/apt") }
    }

    /// The policy the page is served with allows no script or style in the markup, and nothing reads text as markup.
    @Test func thePageNeedsNothingThatItsPolicyForbids() throws {
        let files = try files()
        let start = try #require(files["index.html"])
        #expect(!start.contains("style=") && !start.contains("<style") && !start.contains("onclick"))
        #expect(start.components(separatedBy: "<script").count == 2)
        for (name, text) in files {
            for forbidden in [
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "https://",
            ] {
                #expect(!text.contains(forbidden), "\(name) has \(forbidden)")
            }
        }
        for pattern in ["hatch", "cross"] { #expect(start.contains("<pattern id=\"\(pattern)\"")) }
    }
}
