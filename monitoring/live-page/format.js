// Numbers and times as the report writes them.

export const MISSING = "n/a";
// A number and its unit stay on one line.
const SPACE = "\u00a0";

export function seconds(value) {
    if (value === null || value === undefined) return MISSING;
    const [scaled, unit] = value >= 1 ? [value, "s"] : [value * 1000, "ms"];
    return `${scaled.toFixed(scaled >= 100 || scaled === 0 ? 0 : scaled >= 10 ? 1 : 2)}${SPACE}${unit}`;
}

// Rounded down: 0.9996 must not read as 100 %.
export function percent(value) {
    return value === null || value === undefined ? MISSING : `${Math.floor(value * 100 + 1e-9)} %`;
}

export function rate(value) {
    if (value === null || value === undefined) return MISSING;
    return value === 0 || value >= 10 ? `${Math.round(value)}` : `${Math.round(value * 10) / 10}`;
}

export function value(chart, number) {
    if (number === null || number === undefined) return MISSING;
    if (chart === "latency") return seconds(number);
    if (chart === "breakers") return percent(number);
    return rate(number);
}

export function tick(chart, number) {
    const short = (x) => `${Math.round(x * 10) / 10}`;
    if (chart !== "latency") return short(number);
    return number < 1 ? `${short(number * 1000)} ms` : `${short(number)} s`;
}

export function clock(unixSeconds) {
    return new Date(unixSeconds * 1000).toTimeString().slice(0, 8);
}
