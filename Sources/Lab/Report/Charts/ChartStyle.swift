/// The style sheet of charts, and the patterns they are filled with.
///
/// The colours are Okabe and Ito's, which people with any kind of colour vision tell apart (M. Okabe and K. Ito, "Color
/// Universal Design", 2008), darkened or lightened for contrast; what differs by colour also differs by pattern or
/// dash. The page defines them.
enum ChartStyle {
    static let sheet = """
        .multiples {
          display: grid; align-items: start; grid-template-columns: repeat(4,minmax(0,1fr));
          gap: 4px 16px;
        }
        figure { margin: 0; min-width: 0 }
        figcaption { font-size: 13.5px; font-weight: 600; padding-left: 13% }
        .run { color: var(--quiet); font-weight: 400 }
        figure svg { display: block; width: 100%; height: auto }
        .key { white-space: normal }
        .entry { white-space: nowrap; margin-left: 10px; color: var(--ink) }
        .swatch { width: 18px; height: 10px }
        svg text { font-size: 10.5px; fill: var(--ink) }
        svg .tick, svg .quiet { fill: var(--quiet); font-size: 10px }
        svg .name {
          paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round;
          stroke-opacity: .75;
        }
        svg path { fill: none }
        svg .fault { fill: var(--fault) }
        .grid { stroke: var(--rule); stroke-width: .6 }
        .axis { stroke: var(--quiet); stroke-width: .8 }
        svg path.fresh { fill: var(--blue-fill) }
        svg path.degraded { fill: url(#hatch) }
        svg path.failed { fill: url(#cross) }
        svg path.repeated { fill: url(#cross) }
        svg path.edge { fill: none; stroke-width: 1.2 }
        path.fresh.edge { stroke: var(--blue) }
        path.degraded.edge { stroke: var(--amber) }
        path.failed.edge, path.repeated.edge { stroke: var(--red) }
        path.median { stroke: var(--blue); stroke-width: 1.4; stroke-dasharray: 4 2.5 }
        path.tail { stroke: var(--red); stroke-width: 1.6; stroke-linecap: round }
        .peak { fill: var(--red) }
        svg path.closed { fill: var(--rule) }
        svg path.open { fill: var(--red-fill) }
        svg path.half-open { fill: url(#hatch) }
        .hatch { stroke: var(--amber); stroke-width: 1.2 }
        .hatch-ground { fill: var(--amber-fill) }
        .cross { stroke: var(--paper); stroke-width: .9 }
        .cross-ground { fill: var(--red-fill) }
        @media (max-width: 1000px) {
          .multiples { grid-template-columns: repeat(2,minmax(0,1fr)) }
        }
        @media (max-width: 560px) {
          .multiples { grid-template-columns: minmax(0,1fr) }
        }

        """

    /// Drawn once; the charts refer to them. Not `display: none`, which would take them from the charts.
    static let patterns = """
        <svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>\
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect class="hatch-ground" width="5" height="5"/><path class="hatch" d="M0 0V5"/></pattern>\
        <pattern id="cross" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">\
        <rect class="cross-ground" width="4" height="4"/><path class="cross" d="M0 0V4"/></pattern></defs></svg>
        """
}
