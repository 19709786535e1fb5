import Foundation

/// Follows the services' log files for the page: every line that tells of a change, and a few of the many about requests.
///
/// Used from one thread.
struct LogTail {
    /// One line as it was written, and what it is sorted by.
    struct Line: Equatable, Sendable {
        /// RFC 3339 in UTC, which sorts as text; empty where the line has none.
        let time: String
        let text: String
        /// Whether it is about one request, of which there are many.
        var isDetail = false
    }

    /// What was written since the last look.
    struct News: Equatable, Sendable {
        var lines: [Line] = []
        /// How many lines there were besides.
        var omitted = 0
    }

    /// Of a file that has grown by more, the rest is left out.
    static let readLimit = 64 << 10

    private struct File {
        let path: String
        var offset: UInt64 = 0
        var isFirst = true
        var selection = LogSelection()
    }

    private var files: [File]

    init(paths: [String]) { files = paths.map { File(path: $0) } }

    /// The lines of every file since the last look, in the order of time. A file that cannot be read has none.
    mutating func news() -> News {
        var news = News()
        for index in files.indices {
            let part = Self.read(&files[index])
            news.lines += part.lines
            news.omitted += part.omitted
        }
        news.lines.sort { $0.time < $1.time }
        return news
    }

    private static func read(_ file: inout File) -> News {
        guard let handle = FileHandle(forReadingAtPath: file.path) else { return News() }
        defer { handle.closeFile() }
        let end = handle.seekToEndOfFile()
        guard end != file.offset else { return News() }
        // It was begun anew.
        if end < file.offset { file.offset = 0 }
        if end - file.offset > UInt64(readLimit) {
            file.offset = end - UInt64(readLimit)
            // How many lines are passed over is not known; the first that is read has no beginning.
            file.selection.passOver()
        }
        handle.seek(toFileOffset: file.offset)
        let data = handle.readData(ofLength: readLimit)
        file.offset += UInt64(data.count)
        defer { file.isFirst = false }
        return file.selection.take(data, detailLimit: file.isFirst ? 20 : 3)
    }
}
