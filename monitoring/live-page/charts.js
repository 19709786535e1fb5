// Draws one mode's chart of one kind, with the report's classes, so that it has the report's colours and patterns.

import { draw } from "./dom.js";
import { tick, value as text } from "./format.js";
import { linear, logarithmic } from "./scale.js";

export const WIDTH = 280;
const [LEFT, RIGHT, TOP, BOTTOM] = [42, 30, 10, 17];
const BAND = { pitch: 30, height: 14 };
const HEIGHTS = { latency: 92 };

const STACKED = new Set(["answers", "attempts"]);

function round(number) {
    return Math.round(number * 10) / 10;
}

// What all modes' charts of a kind share, so that they can be compared: the vertical scale.
export function frame(chart, modes, series, count) {
    const height = HEIGHTS[chart.id] ?? 80;
    const bottom = TOP + height;
    const lines = modes.map((mode) => chart.lines.map((line) => series.last(count, chart.id, mode, line.name)));
    if (chart.id === "breakers") return { height, bottom, scale: null };
    if (chart.id === "latency") {
        return { height, bottom, scale: logarithmic(lines.flat(2).filter((value) => value !== null), bottom, TOP) };
    }
    const highest = lines.map((mode) => {
        const sums = mode[0].map((_, index) => mode.reduce((sum, values) => sum + (values[index] ?? 0), 0));
        return Math.max(0, ...sums);
    });
    return { height, bottom, scale: linear(Math.max(0, ...highest), bottom, TOP) };
}

function place(count) {
    return (index) => LEFT + (index / (count - 1)) * (WIDTH - LEFT - RIGHT);
}

// A path through the points, with a gap where there is none; a point alone becomes a dot.
function linePath(points) {
    let path = "";
    points.forEach((point, index) => {
        if (!point) return;
        const isFirst = !points[index - 1];
        path += `${isFirst ? "M" : "L"}${round(point[0])} ${round(point[1])}`;
        if (isFirst && !points[index + 1]) path += "h0";
    });
    return path;
}

function areaPath(upper, lower) {
    let path = "";
    let from = 0;
    while (from < upper.length) {
        if (!upper[from]) {
            from += 1;
            continue;
        }
        let to = from;
        while (to < upper.length && upper[to]) to += 1;
        const ring = upper.slice(from, to).concat(lower.slice(from, to).reverse());
        path += `M${ring.map((point) => `${round(point[0])} ${round(point[1])}`).join("L")}Z`;
        from = to;
    }
    return path;
}

function shade(series, mode, count, bottom) {
    const x = place(count);
    const values = series.last(count, "fault", mode, "fault");
    const rects = [];
    for (let from = 0; from < count; from += 1) {
        if (!(values[from] >= 1)) continue;
        let to = from;
        while (to + 1 < count && values[to + 1] >= 1) to += 1;
        const left = x(Math.max(0, from - 1));
        rects.push(draw("rect", { class: "fault", x: round(left), y: TOP, width: round(Math.max(1, x(to) - left)), height: bottom - TOP }));
        from = to;
    }
    return rects;
}

function label(content, x, y, classes, anchor) {
    return draw("text", { x: round(x), y: round(y), class: classes, "text-anchor": anchor }, content);
}

function timeAxis(count, bottom) {
    const x = place(count);
    const step = count <= 60 ? 15 : count <= 120 ? 30 : 60;
    const parts = [draw("path", { class: "axis", d: `M${LEFT} ${bottom}H${WIDTH - RIGHT}` })];
    for (let ago = 0; ago < count; ago += step) {
        const at = x(count - 1 - ago);
        parts.push(draw("path", { class: "axis", d: `M${round(at)} ${bottom}v3` }));
        parts.push(label(ago === 0 ? "now" : `−${ago}${ago === step ? " s" : ""}`, at, bottom + 14, "tick", "middle"));
    }
    return parts;
}

function valueAxis(chart, scale) {
    return scale.ticks.flatMap((value) => {
        const y = round(scale.at(value));
        return [
            draw("path", { class: "grid", d: `M${LEFT} ${y}H${WIDTH - RIGHT}` }),
            label(tick(chart.id, value), LEFT - 4, y + 3.5, "tick", "end"),
        ];
    });
}

function stacked(chart, mode, series, count, scale) {
    const x = place(count);
    const layers = chart.lines.map((line) => ({ ...line, values: series.last(count, chart.id, mode, line.name) }));
    const known = (index) => layers.some((layer) => layer.values[index] !== null);
    const sums = new Array(count).fill(0);
    let lower = sums.map((_, index) => (known(index) ? [x(index), scale.at(0)] : null));
    const parts = [];
    for (const layer of layers) {
        layer.values.forEach((value, index) => {
            sums[index] += value ?? 0;
        });
        const upper = sums.map((sum, index) => (known(index) ? [x(index), scale.at(sum)] : null));
        if (layer.values.some((value) => value > 0)) {
            parts.push(draw("path", { class: layer.style, d: areaPath(upper, lower) }));
            // Where a layer is 0 it has no edge, which would hide the one below.
            const there = (index) => [index - 1, index, index + 1].some((near) => layer.values[near] > 0);
            parts.push(draw("path", { class: `${layer.style} edge`, d: linePath(upper.map((point, index) => (there(index) ? point : null))) }));
        }
        lower = upper;
    }
    return parts;
}

function lines(chart, mode, series, count, scale) {
    const x = place(count);
    const ends = [];
    const parts = chart.lines.map((line) => {
        const values = series.last(count, chart.id, mode, line.name);
        const last = values.findLast((value) => value !== null);
        if (last !== undefined && last !== null && chart.lines.length > 1) ends.push([line.name, scale.at(last)]);
        return draw("path", { class: line.style, d: linePath(values.map((value, index) => (value === null ? null : [x(index), scale.at(value)]))) });
    });
    ends.sort((a, b) => a[1] - b[1]);
    ends.forEach((end, index) => {
        if (index > 0) end[1] = Math.max(end[1], ends[index - 1][1] + 10);
        parts.push(label(end[0], WIDTH - RIGHT + 4, end[1] + 3.5, "tick"));
    });
    return parts;
}

// A bar for each stretch of time with the same share, as high as the share.
function band(shares, style, bottom, count, below = null) {
    const x = place(count);
    const edge = (index) => x(Math.max(0, index));
    let path = "";
    for (let from = 0; from < count; from += 1) {
        const share = shares[from];
        const base = below?.[from] ?? 0;
        if (!(share > 0)) continue;
        let to = from;
        while (to + 1 < count && shares[to + 1] === share && (below?.[to + 1] ?? 0) === base) to += 1;
        const height = Math.min(share, 1) * BAND.height;
        const y = bottom - Math.min(base, 1) * BAND.height - height;
        path += `M${round(edge(from - 1))} ${round(y)}H${round(edge(to))}v${round(height)}H${round(edge(from - 1))}Z`;
        from = to;
    }
    return path ? draw("path", { class: `band ${style}`, d: path }) : null;
}

function bands(chart, mode, series, count, names) {
    return names.flatMap((name, index) => {
        const top = TOP + index * BAND.pitch;
        const bottom = top + BAND.pitch - 3;
        const open = series.last(count, chart.id, mode, "open", name.id);
        const half = series.last(count, chart.id, mode, "half-open", name.id);
        return [
            label(name.title, LEFT, top + 10, "tick"),
            label(name.state, WIDTH - RIGHT, top + 10, "tick", "end"),
            band(open.map((value) => (value === null ? null : 1)), "closed", bottom, count),
            band(open, "open", bottom, count),
            band(half, "half-open", bottom, count, open),
        ];
    });
}

// Draws into `svg`, whose title and description stay.
//
// `names` are the mode's breakers with their titles and states, for the chart of breakers.
export function render(svg, chart, mode, series, count, shared, names) {
    let bottom = shared.bottom;
    let parts;
    if (chart.id === "breakers") {
        bottom = TOP + BAND.pitch * Math.max(1, names.length);
        parts = names.length
            ? bands(chart, mode, series, count, names)
            : [label("no breaker in this mode", (LEFT + WIDTH - RIGHT) / 2, TOP + 17, "quiet", "middle")];
    } else {
        const content = (STACKED.has(chart.id) ? stacked : lines)(chart, mode, series, count, shared.scale);
        parts = valueAxis(chart, shared.scale).concat(content);
    }
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${bottom + BOTTOM}`);
    const kept = [...svg.children].slice(0, 2);
    svg.replaceChildren(...kept, ...shade(series, mode, count, bottom), ...parts.filter(Boolean), ...timeAxis(count, bottom));
}

// A chart in words: what each line is now, and its highest value of the time that is shown.
export function describe(chart, mode, series, count, names) {
    if (chart.id === "breakers") {
        if (!names.length) return "No breaker in this mode.";
        return names.map((name) => `${name.title}: ${name.state}`).join("; ") + ".";
    }
    const parts = chart.lines.map((line) => {
        const values = series.last(count, chart.id, mode, line.name).filter((value) => value !== null);
        const now = series.now(chart.id, mode, line.name);
        return `${line.name}: now ${text(chart.id, now)}, at most ${text(chart.id, values.length ? Math.max(...values) : null)}`;
    });
    return `Of the last ${count} seconds. ${parts.join("; ")}.`;
}
