/// What the colours, patterns and dashes of a chart stand for. Pure.
enum ChartKey {
    /// - Parameters:
    ///   - styles: a name and the style's class for each entry.
    ///   - isLines: whether the styles are of lines, not of areas.
    static func html(_ styles: [(name: String, style: String)], isLines: Bool = false) -> String {
        let entries = styles.map { name, style in
            // The fault is an area in every chart.
            let path = isLines && style != "fault" ? "M0 5H18" : "M0 0H18V10H0Z"
            return """
                <span class="entry"><svg class="swatch" viewBox="0 0 18 10" aria-hidden="true">\
                <path class="\(style)" d="\(path)"/></svg> \(HTML.text(name))</span>
                """
        }
        return "<span class=\"key\">\(entries.joined(separator: " "))</span>"
    }
}
