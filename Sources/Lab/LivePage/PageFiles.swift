import Foundation
import HTTPCore

/// The page's files, read once when the lab starts: what is changed in the checkout later does not reach it.
struct PageFiles: Sendable {
    private struct File: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    static let start = "index.html"
    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    ]

    private var files: [String: File] = [:]

    /// Reads the pages, style sheets and scripts of a folder, and adds the report's own colours and charts.
    init(folder: String) throws(LabError) {
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                guard let type = Self.types[URL(filePath: name).pathExtension] else { continue }
                let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                files[name] = File(type: type, bytes: Array(data))
            }
        } catch {
            throw LabError("cannot read \(folder): \(error.localizedDescription)")
        }
        guard files[Self.start] != nil else { throw LabError("\(folder) has no \(Self.start)") }
        files["charts.css"] = File(
            type: "text/css; charset=utf-8",
            bytes: Array((ReportStyle.palette + ChartStyle.sheet).utf8)
        )
    }

    /// The file at a path of one segment, `/` for the first page; nil where there is none.
    func response(_ path: String) -> HTTPResponse? {
        let name = path == "/" ? Self.start : String(path.dropFirst())
        return files[name].map { HTTPResponse(status: .ok, fields: [.contentType: $0.type], body: $0.bytes) }
    }
}
