/// The report's style sheet. Light and dark, and from the width of a phone on.
enum ReportStyle {
    /// The colours, which the live page has too.
    static let palette = """
        :root {
          color-scheme: light dark; --paper: #fffff8; --ink: #1a1a1a; --quiet: #5c5c58;
          --rule: #d9d9d0; --fault: #f1eee2; --blue: #0067a3; --blue-fill: #cfe3f0; --amber: #8a5a00;
          --amber-fill: #f5dfae; --red: #b23c00; --red-fill: #d55e00; --focus: #0067a3;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #151515; --ink: #e8e8e3; --quiet: #a3a39d; --rule: #3a3a37; --fault: #25231d;
            --blue: #7cc4f0; --blue-fill: #1d3f56; --amber: #f0b94a; --amber-fill: #5a4312;
            --red: #ff9256; --red-fill: #d55e00; --focus: #7cc4f0;
          }
        }

        """

    static let sheet =
        palette + """
            * { box-sizing: border-box }
            html { -webkit-text-size-adjust: 100%; scroll-behavior: auto }
            body {
              margin: 0 auto; padding: 0 16px 48px; max-width: 1240px; background: var(--paper);
              color: var(--ink);
              font: 15px/1.45 "Gill Sans","Gill Sans MT","Source Sans 3","Helvetica Neue",Arial,sans-serif;
              overflow-wrap: anywhere;
            }
            h1, h2, h3, h4 { font-weight: 600; line-height: 1.2; margin: 0 }
            h1 { font-size: 24px; padding-top: 28px }
            h2 { font-size: 20px; margin-top: 44px }
            h3 { font-size: 16px; margin-top: 26px }
            h4 { font-size: 15px; margin-top: 22px }
            p { margin: 6px 0; max-width: 75ch }
            a { color: var(--blue) }
            :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
            .skip { position: absolute; left: -999em }
            .skip:focus { left: 16px; top: 4px; background: var(--paper); padding: 4px 8px; z-index: 1 }
            .note, .quiet { color: var(--quiet) }
            .note { font-size: 13.5px; max-width: 120ch }
            nav ul {
              list-style: none; margin: 12px 0; padding: 0; display: flex; flex-wrap: wrap;
              gap: 4px 20px;
            }
            .verdict { white-space: nowrap; font-weight: 600 }
            .failed-text { color: var(--red) }
            ul.plain { list-style: none; padding: 0; margin: 6px 0 }
            ul.plain li { padding-left: 22px; text-indent: -22px; margin: 2px 0 }
            .mark { display: inline-block; width: 22px; text-indent: 0; font-weight: 600 }
            code {
              font: 12px/1.4 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;
              overflow-wrap: anywhere;
            }
            details { margin: 4px 0 }
            summary { cursor: pointer; font-size: 13.5px; color: var(--quiet); width: fit-content }
            dl { margin: 8px 0 }
            dt { font-size: 13.5px }
            dd { margin: 0 0 6px 22px }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums }
            caption { text-align: left; color: var(--quiet); font-size: 13.5px }
            th { font-weight: 400; text-align: left }
            td, thead th { text-align: right }
            .board { columns: 2 560px; column-gap: 40px }
            .board > div { break-inside: avoid; padding-bottom: 2px }
            .board h3 { padding-top: 20px; margin: 0 }
            .figures { width: 100%; max-width: 760px; table-layout: fixed; font-size: 13.5px }
            .figures thead th:first-child { width: 31% }
            .figures thead .claim { width: 22% }
            .figures td, .figures thead th { white-space: nowrap }
            .figures th, .figures td { padding: 2px 0 2px 8px }
            .figures tr > :first-child { padding-left: 0 }
            .figures thead th, .overview thead th {
              color: var(--quiet); font-size: 13.5px; border-bottom: 1px solid var(--rule);
            }
            .figures thead th:first-child, .overview thead th:first-child { text-align: left }
            .overview { width: 100%; margin-top: 8px }
            .overview td, .overview th {
              padding: 6px 0 6px 20px; text-align: left; vertical-align: top; width: 20%;
            }
            .overview tr > :first-child { padding-left: 0 }
            .overview .bar { display: block; width: 100%; height: 12px; margin-bottom: 2px }
            .overview span { display: block; font-size: 13.5px; line-height: 1.3 }
            .scroll { overflow-x: auto; max-width: 100% }
            .data { font-size: 12px }
            .data th, .data td { padding: 0 0 0 12px; text-align: right; overflow-wrap: normal }
            .data thead th { vertical-align: bottom; min-width: 58px; color: var(--quiet) }
            .data caption { position: sticky; left: 0 }
            .compared { font-size: 13.5px }
            .compared th, .compared td { padding: 0 0 0 14px; vertical-align: top }
            .compared tr > :first-child[rowspan] { padding-left: 0 }
            .compared tr:first-child > * { padding-top: 5px }
            .compared .change td { color: var(--quiet) }
            .compared thead th { color: var(--quiet) }
            .compared thead th:nth-child(-n+2) { text-align: left }
            .compared thead th:first-child { padding-left: 0 }
            @media (max-width: 560px) {
              .figures, .figures tbody, .figures thead, .overview, .overview tbody, .overview thead {
                display: block;
              }
              .figures tr, .overview tr {
                display: grid; grid-template-columns: repeat(4,minmax(0,1fr)); column-gap: 8px;
              }
              .figures th, .figures td, .overview td, .overview th { padding: 1px 0; width: auto }
              .figures tr > :first-child, .overview tr > :first-child, .figures .claim { grid-column: 1/-1 }
              .figures tbody tr, .overview tbody tr { padding: 6px 0 }
              .figures td { text-align: left }
              .figures thead th { text-align: left }
              .figures thead .claim, .overview thead tr > :first-child, .figures thead tr > :first-child {
                display: none;
              }
              .figures .claim:empty { display: none }
              .figures td.claim::before { content: "original: "; color: var(--quiet) }
            }
            @media print {
              details { display: none }
            }

            """
}
