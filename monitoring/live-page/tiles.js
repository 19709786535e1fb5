// A tile per mode: what its users get now.

import { draw, make, setText } from "./dom.js";
import { percent, rate, seconds, MISSING } from "./format.js";

const ABOUT = {
    baseline: "no pattern",
    retry: "tries again",
    breaker: "one circuit breaker",
    full: "every pattern",
};

const ROWS = { p50: "p50", p99: "p99", retries: "retries", breaker: "breaker", backends: "backends" };
const BAR = { width: 270, height: 9 };

export const STATES = {
    closed: "○ closed",
    open: "● open",
    half_open: "◐ half-open",
    forced_open: "● forced open",
    disabled: "– disabled",
};

function row(title) {
    const value = make("dd");
    // On a phone there is no room for more than the word.
    const more = title === "retries" ? make("span", { class: "more" }, " per request") : null;
    return { value, parts: [make("dt", {}, title, more), value] };
}

export class Tile {
    constructor(mode) {
        this.mode = mode;
        this.share = make("strong", { class: "share" }, MISSING);
        this.useful = make("span", { class: "useful" });
        this.answers = make("p", { class: "answers" });
        this.bar = draw("svg", { viewBox: `0 0 ${BAR.width} ${BAR.height}`, class: "bar", "aria-hidden": "true" });
        this.rows = Object.entries(ROWS).map(([name, title]) => [name, row(title)]);
        const list = make("dl", { class: "figures" }, ...this.rows.flatMap(([, line]) => line.parts));
        this.element = make("section", { class: "tile", "aria-label": mode },
            make("h3", {}, mode, " ", make("span", { class: "run" }, ABOUT[mode] ?? "")),
            make("p", { class: "fresh-share" }, this.share, " fresh", this.useful), this.bar, this.answers, list);
    }

    #set(name, text) {
        setText(this.rows.find(([key]) => key === name)[1].value, text);
    }

    show(series, state) {
        const now = (curve, line) => series.now(curve, this.mode, line);
        const [fresh, stale, failed] = ["fresh", "stale or partial", "failed"].map((line) => now("answers", line));
        const all = (fresh ?? 0) + (stale ?? 0) + (failed ?? 0);
        setText(this.share, fresh === null || all === 0 ? MISSING : percent(fresh / all));
        setText(this.useful, stale > 0 && all > 0 ? `${percent((fresh + stale) / all)} useful` : "");
        setText(this.answers, fresh === null ? "no answers" : `${rate(fresh)} fresh, ${rate(stale)} stale, ${rate(failed)} failed /s`);
        this.#draw([["fresh", fresh], ["degraded", stale], ["failed", failed]], all);
        this.#set("p50", seconds(now("latency", "p50")));
        this.#set("p99", seconds(now("latency", "p99")));
        const [first, repeated] = [now("attempts", "first"), now("attempts", "repeated")];
        this.#set("retries", first > 0 && repeated !== null ? (repeated / first).toFixed(2) : MISSING);
        const breaker = state.breakers?.find((one) => one.mode === this.mode && one.breaker === "calls");
        this.#set("breaker", breaker ? STATES[breaker.state] ?? breaker.state : state.breakers ? "none" : MISSING);
        this.#set("backends", this.#backends(state));
    }

    #backends(state) {
        const counts = (state.endpoints ?? []).filter((one) => one.mode === this.mode && one.count > 0);
        if (!counts.length) return MISSING;
        const words = { admitted: "in use", open: "● open", ejected: "▲ ejected" };
        // What has become of them, and what the client thinks of them; a client without breakers goes on asking.
        const own = state.processes.filter((process) => process.job === "backend-service" && process.mode === this.mode);
        const down = own.filter((process) => process.state !== "running").length;
        const thought = counts.filter((one) => !down || one.state !== "admitted").map((one) => `${one.count} ${words[one.state] ?? one.state}`);
        return (down ? [`✕ ${down} of ${own.length} down`] : []).concat(thought).join(", ");
    }

    #draw(parts, all) {
        let x = 0;
        this.bar.replaceChildren(...parts.filter(([, value]) => value > 0).map(([style, value]) => {
            const width = (value / all) * BAR.width;
            x += width;
            return draw("path", { class: style, d: `M${x - width} 0h${width}v${BAR.height}h${-width}Z` });
        }));
    }
}
