public import EventLoop
import HTTPCore
import HTTPServer

extension ServiceContext {
    /// When the caller stops waiting: its `x-request-deadline-ms`, counted from the request's arrival.
    ///
    /// Nil where it did not say, or not in whole milliseconds: a hint that cannot be read is no reason to refuse work.
    /// Reads the field each time: keep it where it is needed twice.
    public var deadline: EventLoopClock.Instant? {
        guard http.request.head.fields.count(of: .xRequestDeadlineMs) == 1,
            let text = http.request.head.fields[.xRequestDeadlineMs], let milliseconds = NumberText.parseInteger(text)
        else { return nil }
        return http.receivedAt.advanced(by: .milliseconds(milliseconds))
    }
}
