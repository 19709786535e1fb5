// The last minutes of every curve, one value per second: what the events brought, put together.

export class Series {
    constructor(length) {
        this.length = length;
        this.clear();
    }

    clear() {
        this.start = 0;
        this.end = 0; // The second after the last.
        this.lines = new Map();
    }

    // Appends a block; seconds between have no values, and what is older than the window goes.
    take(block) {
        const end = Math.max(block.start + block.count, this.end);
        const first = this.end > this.start ? Math.min(this.start, block.start) : block.start;
        const start = Math.max(first, end - this.length);
        for (const line of this.lines.values()) {
            const values = new Array(end - start).fill(null);
            line.values.forEach((value, index) => this.#put(values, this.start + index - start, value));
            line.values = values;
        }
        for (const part of block.series) {
            const key = [part.curve, part.mode, part.line, part.breaker ?? ""].join(" ");
            const line = this.lines.get(key) ?? { ...part, values: new Array(end - start).fill(null) };
            part.values.forEach((value, index) => this.#put(line.values, block.start + index - start, value));
            this.lines.set(key, line);
        }
        for (const [key, line] of this.lines) {
            if (line.values.every((value) => value === null)) this.lines.delete(key);
        }
        this.start = start;
        this.end = end;
    }

    // Time goes on without values up to `second`, in Unix seconds: what was measured last is not measured now. A clock that
    // is far from the lab's is not believed.
    pass(second) {
        const behind = second - this.end;
        if (this.end > 0 && behind > 0 && behind < this.length) this.take({ start: second, count: 0, series: [] });
    }

    #put(values, index, value) {
        if (index >= 0 && index < values.length) values[index] = value;
    }

    // The last `count` values, nulls before the first second; null where there is no such line.
    last(count, curve, mode, line, breaker = "") {
        const found = this.lines.get([curve, mode, line, breaker].join(" "));
        if (!found) return new Array(count).fill(null);
        const values = found.values.slice(-count);
        return new Array(count - values.length).fill(null).concat(values);
    }

    // The newest value that is not older than three seconds: one scrape may be late.
    now(curve, mode, line, breaker = "") {
        return this.last(3, curve, mode, line, breaker).findLast((value) => value !== null) ?? null;
    }

    // The breakers of a mode: of calls first.
    breakers(mode) {
        const names = new Set();
        for (const line of this.lines.values()) {
            if (line.curve === "breakers" && line.mode === mode) names.add(line.breaker);
        }
        return [...names].sort((a, b) => (a === "calls" ? -1 : b === "calls" ? 1 : a < b ? -1 : 1));
    }
}
