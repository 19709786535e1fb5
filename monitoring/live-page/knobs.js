// The controls of one target, which is one backend or several: two sliders and four buttons, that show how it is.

import { make, setText } from "./dom.js";
import { control } from "./commands.js";

// A slider that sends its value when it is let go, and is not moved by news while it is in use.
export class Slider {
    #isBusy = false;

    constructor(input, output, describe, send) {
        this.input = input;
        this.output = output;
        this.describe = describe;
        input.addEventListener("input", () => {
            this.#isBusy = true;
            this.#show(Number(input.value), "");
        });
        input.addEventListener("change", async () => {
            this.#isBusy = true;
            await send(Number(input.value));
            // The next news has the new value, or still the old one where it was refused.
            setTimeout(() => (this.#isBusy = false), 400);
        });
    }

    #show(value, suffix) {
        const text = this.describe(value) + suffix;
        setText(this.output, text);
        this.input.setAttribute("aria-valuetext", text);
    }

    // Whom it is for does not answer.
    unknown() {
        if (this.#isBusy) return;
        this.input.value = 0;
        setText(this.output, "–");
        this.input.setAttribute("aria-valuetext", "not known");
    }

    set(value, suffix = "") {
        if (this.#isBusy) return;
        if (Number(this.input.value) !== value) this.input.value = value;
        this.#show(value, suffix);
    }
}

let number = 0;

function slider(title, most, step, describe, send) {
    number += 1;
    const id = `slider-${number}`;
    const input = make("input", { id, type: "range", min: 0, max: most, step, value: 0 });
    const output = make("output", { for: id });
    const field = make("p", { class: "field" }, make("label", { for: id }, title), " ", input, " ", output);
    return { field, slider: new Slider(input, output, describe, send) };
}

function milliseconds(text) {
    const match = /^([0-9.]+)(ms|s)$/.exec(text ?? "");
    return match ? Number(match[1]) * (match[2] === "s" ? 1000 : 1) : null;
}

export class Knobs {
    // `target` gives what `lab ctl` calls the target; `name` is what a screen reader calls it.
    constructor(lab, name, target) {
        this.target = target;
        const most = 2 * lab.attemptTimeoutMilliseconds;
        const errors = slider("Errors", 100, 5, (value) => `${value} %`, (value) =>
            control("faults", target(), `failure_rate=${value / 100}`));
        const latency = slider("Latency", most, most / 50, (value) => `${value} ms`, (value) =>
            // Without a value there is no such fault.
            control("faults", target(), value === 0 ? "latency=" : `latency=${value}ms`));
        this.errors = errors.slider;
        this.latency = latency.slider;
        this.kill = this.#button("Kill", () => (this.isDown ? control("restart", target()) : control("kill", target())));
        this.stop = this.#button("Stop", () => (this.isStopped ? control("resume", target()) : control("stop", target())));
        this.cut = this.#button("Cut off", () => control("partition", target()));
        this.heal = this.#button("Heal", () => control("heal", target()));
        this.element = make("div", { class: "knobs", role: "group", "aria-label": name },
            errors.field, latency.field, make("p", { class: "buttons" }, this.kill, this.stop, this.cut, this.heal));
    }

    #button(title, act) {
        const button = make("button", { type: "button" }, title);
        button.addEventListener("click", async () => {
            if (button.getAttribute("aria-busy")) return;
            button.setAttribute("aria-busy", "true");
            await act();
            button.removeAttribute("aria-busy");
        });
        return button;
    }

    // Shows how the processes of the target are.
    show(processes) {
        const faults = processes.map((process) => process.faults).filter(Boolean);
        const rates = faults.map((fault) => Math.round(fault.failure_rate * 100));
        const delays = faults.map((fault) => (fault.latency === "" ? 0 : milliseconds(fault.latency)));
        const mixed = (values) => (new Set(values).size > 1 ? " or less" : "");
        if (rates.length) this.errors.set(Math.max(...rates), mixed(rates));
        if (!faults.length) for (const slider of [this.errors, this.latency]) slider.unknown();
        if (delays.length) {
            const known = delays.filter((delay) => delay !== null);
            const odd = faults.find((fault) => fault.latency !== "" && milliseconds(fault.latency) === null);
            this.latency.set(known.length ? Math.max(...known) : 0, odd ? `, and ${odd.latency}` : mixed(delays));
        }
        this.isDown = processes.length > 0 && processes.every((process) => process.state === "held");
        this.isStopped = processes.length > 0 && processes.every((process) => process.state === "stopped");
        setText(this.kill, this.isDown ? "Start" : "Kill");
        setText(this.stop, this.isStopped ? "Go on" : "Stop");
    }
}

// How a process is, with a sign, since colour alone tells not everybody.
export function processState(process) {
    if (!process) return "? not known";
    const faults = [];
    if (process.faults) {
        const { failure_rate: rate, latency } = process.faults;
        if (rate > 0) faults.push(`${Math.round(rate * 100)} % errors`);
        if (latency && milliseconds(latency) !== 0) faults.push(`${latency} late`);
        for (const key of ["hang_rate", "reset_rate", "truncate_rate"]) {
            if (process.faults[key] > 0) faults.push(`${key.replace("_rate", "")} ${Math.round(process.faults[key] * 100)} %`);
        }
        if (process.faults.flap) faults.push(`flaps ${process.faults.flap}`);
        if (process.faults.capacity !== "off") faults.push(`${process.faults.capacity} per second`);
    }
    if (process.isPartitioned) faults.push("cut off");
    const words = { running: faults.length ? "▲" : "● runs", stopped: "■ stopped", held: "✕ killed", down: "✕ down" };
    return [words[process.state], faults.join(", ")].filter(Boolean).join(" ");
}
