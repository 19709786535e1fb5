// Maps values to positions in a drawing, as the report's charts do.

// The least of 1, 2, 5, 10, 20, 50 … that is not below the value; of a power of ten below 1 likewise.
export function roundStep(value) {
    if (!(value > 0) || !Number.isFinite(value)) return 1;
    const power = 10 ** Math.floor(Math.log10(value));
    const factor = [1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9));
    return (factor ?? 10) * power;
}

export function linear(highest, start, end) {
    const step = roundStep((highest > 0 ? highest : 1) / 3);
    const top = highest > 0 ? Math.ceil(highest / step - 1e-9) * step : 1;
    const ticks = [];
    for (let value = 0; value <= top * (1 + 1e-9); value += step) ticks.push(value);
    return { ticks, at: (value) => start + (Math.min(Math.max(value, 0), top) / top) * (end - start) };
}

// The whole decades that hold all values above 0, with room above the highest for its label.
export function logarithmic(values, start, end) {
    const positive = values.filter((value) => value > 0);
    const low = positive.length ? Math.floor(Math.log10(Math.min(...positive)) + 1e-9) : -3;
    const high = positive.length ? Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive) * 1.5))) : 0;
    const ticks = [];
    for (let power = low; power <= high; power += 1) ticks.push(10 ** power);
    const at = (value) => {
        const power = Math.log10(Math.max(value, 10 ** low));
        return start + ((Math.min(power, high) - low) / (high - low)) * (end - start);
    };
    return { ticks, at };
}
