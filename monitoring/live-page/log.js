// The tail of the services' logs, filtered as one would with jq, and the last changes, told in words.

import { byId, make, setText } from "./dom.js";

const KEPT = 600;
const SHOWN = 150;
const CHANGES = 40;

const PER_REQUEST = new Set(["http.request", "load.request", "retry.attempt", "fallback.served", "attempt.ended", "endpoint.probe"]);
const COMMON = new Set(["ts", "ts_ms", "level", "event", "msg", "service", "version", "pod", "mode", "span_id", "parent_span_id"]);
const SIGNS = { debug: "·", info: "○", warn: "▲", error: "✕" };

function parse(text) {
    try {
        const line = JSON.parse(text);
        if (line && typeof line === "object") return line;
    } catch {
        // A crashing runtime may write a plain line between the others.
    }
    return { msg: text, event: "", level: "" };
}

function pairs(line) {
    return Object.entries(line).filter(([name]) => !COMMON.has(name))
        .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`).join(" ");
}

// `name` gives an address the name of the backend that has it.
function told(line, name) {
    switch (line.event) {
        case "breaker.transition":
            return `breaker of ${line.scope === "call" ? "calls" : name(line.address)}: ${line.from} → ${line.to} (${line.reason})`;
        case "endpoint.ejected": return `${name(line.address)} does worse than its peers and is ejected`;
        case "endpoint.readmitted": return `${name(line.address)} is back in use`;
        case "fault.changed": {
            const faults = ["failure_rate", "latency", "hang_rate", "reset_rate", "truncate_rate", "flap"]
                .filter((name) => line[name] && line[name] !== "0ms").map((name) => `${name}=${line[name]}`);
            return faults.length ? `faults: ${faults.join(" ")}` : "no faults";
        }
        case "load.rate_changed": return `load × ${line.factor}: ${line.rate} requests per second and mode`;
        case "chaos.marked": return `experiment ${line.experiment}: ${line.fault} ${line.active ? "begins" : "is over"}`;
        case "process.changed": return `${line.from} → ${line.to}`;
        default: return `${line.msg ?? line.event} ${pairs(line)}`.trim();
    }
}

function entry(line, text) {
    const time = (line.ts ?? "").slice(11, 19);
    const sign = SIGNS[line.level] ?? " ";
    return make("li", {}, make("span", { class: "time" }, time || "–"), " ",
        make("span", { class: `level ${line.level === "error" || line.level === "warn" ? "failed-text" : ""}` }, `${sign} ${line.level ?? ""}`), " ",
        make("span", { class: "from" }, line.pod ?? line.service ?? ""), " ", make("span", {}, text));
}

export class Log {
    #lines = [];
    #changes = [];
    #omitted = 0;
    #isPaused = false;

    constructor(lab) {
        this.lab = lab;
        const names = new Map(lab.backends.map((backend) => [backend.address, backend.name]));
        this.name = (address) => names.get(address) ?? address;
        this.level = byId("log-level");
        this.event = byId("log-event");
        this.from = byId("log-from");
        this.text = byId("log-text");
        this.events = new Set();
        this.pods = new Set();
        for (const input of [this.level, this.event, this.from]) input.addEventListener("change", () => this.#show());
        this.text.addEventListener("input", () => this.#show());
        const pause = byId("log-pause");
        pause.addEventListener("click", () => {
            this.#isPaused = !this.#isPaused;
            pause.setAttribute("aria-pressed", String(this.#isPaused));
            if (!this.#isPaused) this.#show();
        });
        this.#show();
    }

    clear() {
        this.#lines = [];
        this.#changes = [];
    }

    take(texts, omitted) {
        this.#omitted = omitted;
        for (const text of texts) {
            const line = parse(text);
            this.#lines.push({ line, text });
            this.#know(this.events, this.event, line.event);
            this.#know(this.pods, this.from, line.pod);
            if (line.event && !PER_REQUEST.has(line.event)) this.#changes.push(line);
        }
        this.#lines = this.#lines.slice(-KEPT);
        this.#changes = this.#changes.slice(-CHANGES);
        if (!texts.length) return;
        byId("changes").replaceChildren(...this.#changes.toReversed().map((line) => entry(line, told(line, this.name))));
        if (!this.#isPaused) this.#show();
    }

    // A name that was not seen before can be filtered by from now on.
    #know(known, select, name) {
        if (typeof name !== "string" || !name || known.has(name) || known.size >= 100) return;
        known.add(name);
        const option = make("option", { value: name }, name);
        select.insertBefore(option, [...select.options].slice(1).find((other) => other.value > name) ?? null);
    }

    #fits({ line, text }) {
        const levels = { "": null, warn: ["warn", "error"], error: ["error"] }[this.level.value];
        return (!levels || levels.includes(line.level)) && (!this.event.value || line.event === this.event.value)
            && (!this.from.value || line.pod === this.from.value) && (!this.text.value || text.includes(this.text.value));
    }

    #show() {
        const fitting = this.#lines.filter((one) => this.#fits(one));
        byId("log").replaceChildren(...fitting.slice(-SHOWN).toReversed()
            .map(({ line }) => entry(line, `${line.event ?? ""} ${line.msg ?? ""} ${pairs(line)}`.trim())));
        setText(byId("log-note"), `${fitting.length} of the last ${this.#lines.length} lines, newest first; of those about single requests only `
            + `the newest are taken (${this.#omitted} more in the last second).`);
        setText(byId("log-jq"), this.#jq());
    }

    #jq() {
        const quoted = (text) => JSON.stringify(text).replaceAll("'", "\\u0027");
        const tests = [];
        if (this.level.value === "warn") tests.push('(.level == "warn" or .level == "error")');
        if (this.level.value === "error") tests.push('.level == "error"');
        if (this.event.value) tests.push(`.event == ${quoted(this.event.value)}`);
        if (this.from.value) tests.push(`.pod == ${quoted(this.from.value)}`);
        if (this.text.value) tests.push(`(tojson | contains(${quoted(this.text.value)}))`);
        const select = tests.length ? ` | select(${tests.join(" and ")})` : "";
        return `jq -R 'fromjson? // empty${select}' ${this.lab.folder}/logs/*.jsonl`;
    }
}
