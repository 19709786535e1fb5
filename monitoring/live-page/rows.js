// The rows of charts, one kind each, with a chart per mode, the PromQL and a table.

import { draw, make, setText } from "./dom.js";
import { clock, value } from "./format.js";
import { describe, frame, render } from "./charts.js";
import { STATES } from "./tiles.js";

const TABLE_STEP = 5;
const TABLE_ROWS = 12;

// A link that opens a query in the lab's Prometheus, on the host this page was opened by.
function inPrometheus(lab, promQL) {
    const query = new URLSearchParams({ "g0.expr": promQL, "g0.tab": "0", "g0.range_input": "5m" });
    const href = `http://${location.hostname}:${lab.prometheusPort}/graph?${query}`;
    return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, "open in Prometheus");
}

function key(chart) {
    const isLine = chart.id === "latency" || chart.id === "inFlight";
    const entries = chart.lines.map((line) => [line.name, line.style]).concat([["fault", "fault"]]);
    return entries.map(([name, style]) => {
        const swatch = draw("svg", { class: "swatch", viewBox: "0 0 18 10", "aria-hidden": "true" },
            isLine && style !== "fault"
                ? draw("path", { class: style, d: "M1 5H17" })
                : style === "fault" ? draw("rect", { class: "fault", width: 18, height: 10 }) : draw("path", { class: style, d: "M0 0H18V10H0Z" }));
        return make("span", { class: "entry" }, swatch, ` ${name}`);
    });
}

export class Row {
    constructor(lab, chart) {
        this.lab = lab;
        this.chart = chart;
        this.drawings = lab.modes.map((mode) => {
            const id = `${chart.id}-${mode}`;
            const description = draw("desc", { id: `${id}-d` }, "No data yet.");
            const svg = draw("svg", { role: "img", "aria-labelledby": `${id}-t`, "aria-describedby": `${id}-d`, viewBox: "0 0 280 107" },
                draw("title", { id: `${id}-t` }, `${chart.title}, ${mode}`), description);
            return { mode, svg, description, figure: make("figure", {}, make("figcaption", {}, mode), svg) };
        });
        this.table = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${chart.title} as a table` });
        this.details = make("details", {},
            make("summary", {}, `PromQL and data: ${chart.title.toLowerCase()}`), this.#queries(), this.table);
        this.details.addEventListener("toggle", () => this.#tabulate());
        const title = `row-${chart.id}`;
        this.element = make("section", { class: "row", "aria-labelledby": title },
            make("h3", { id: title }, chart.title),
            make("p", { class: "note" }, chart.note, " ", ...key(chart)),
            make("div", { class: "multiples" }, ...this.drawings.map((drawing) => drawing.figure)), this.details);
    }

    #queries() {
        const lines = this.chart.lines.map((line) => [line.name, line.promQL]);
        if (this.chart.id === "attempts") lines.push(["retries per request", this.lab.retriesPerRequest]);
        lines.push(["the shaded fault", this.lab.faulted]);
        return make("dl", {}, ...lines.flatMap(([name, promQL]) =>
            [make("dt", {}, name), make("dd", {}, make("code", {}, promQL), " ", inPrometheus(this.lab, promQL))]));
    }

    #names(mode, series, state) {
        const backend = (address) => this.lab.backends.find((one) => one.address === address)?.name ?? address;
        return series.breakers(mode).map((id) => {
            const now = state.breakers?.find((one) => one.mode === mode && one.breaker === id);
            return { id, title: id === "calls" ? "calls" : backend(id), state: now ? STATES[now.state] ?? now.state : "? not known" };
        });
    }

    show(series, state, count, isDescribed) {
        this.series = series;
        this.state = state;
        const shared = frame(this.chart, this.lab.modes, series, count);
        for (const { mode, svg, description } of this.drawings) {
            const names = this.chart.id === "breakers" ? this.#names(mode, series, state) : [];
            render(svg, this.chart, mode, series, count, shared, names);
            if (isDescribed) setText(description, describe(this.chart, mode, series, count, names));
        }
        if (isDescribed) this.#tabulate();
    }

    // The last minute, a row every five seconds.
    #tabulate() {
        if (!this.details.open || !this.series) return;
        const columns = this.lab.modes.flatMap((mode) => this.chart.id === "breakers"
            ? this.#names(mode, this.series, this.state).map((name) => [mode, "open", name.id, `${name.title}, open`])
            : this.chart.lines.map((line) => [mode, line.name, "", line.name]));
        const rows = Array.from({ length: TABLE_ROWS }, (_, index) => {
            const ago = index * TABLE_STEP;
            const cells = columns.map(([mode, line, breaker]) => {
                const values = this.series.last(ago + 1, this.chart.id, mode, line, breaker);
                return make("td", {}, value(this.chart.id, values[0]));
            });
            return make("tr", {}, make("th", { scope: "row" }, clock(this.series.end - 1 - ago)), ...cells);
        });
        const head = columns.map(([mode, , , title]) => make("th", { scope: "col" }, `${mode}: ${title}`));
        this.table.replaceChildren(make("table", { class: "data" },
            make("caption", {}, `${this.chart.title}, the last minute, newest first`),
            make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "time"), ...head)), make("tbody", {}, ...rows)));
    }
}
