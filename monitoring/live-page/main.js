// Puts the page together, and keeps it as the lab is.

import { byId, make, setText } from "./dom.js";
import { control, useToken } from "./commands.js";
import { Experiments } from "./experiments.js";
import { Knobs, processState, Slider } from "./knobs.js";
import { Log } from "./log.js";
import { Row } from "./rows.js";
import { Series } from "./series.js";
import { Stream } from "./stream.js";
import { Tile } from "./tiles.js";

const SHOWN_SECONDS = 120;
const DESCRIBED_EVERY = 5;

class Page {
    #rounds = 0;
    #isDue = false;

    constructor(lab) {
        this.lab = lab;
        this.series = new Series(lab.windowSeconds);
        this.state = { processes: [], activeExperiments: [], experiment: { message: "" }, results: [] };
        this.log = new Log(lab);
        this.experiments = new Experiments(lab);
        this.tiles = lab.modes.map((mode) => new Tile(mode));
        this.rows = lab.charts.map((chart) => new Row(lab, chart));
        byId("tiles").replaceChildren(...this.tiles.map((tile) => tile.element));
        byId("charts").replaceChildren(this.#span(), ...this.rows.map((row) => row.element));
        setText(byId("run"), `run ${lab.run}, ${lab.profile}`);
        this.#link();
        this.#control();
        this.stream = new Stream(lab.lab, {
            picture: (data) => {
                this.series.clear();
                this.log.clear();
                this.#take(data);
            },
            round: (data) => this.#take(data),
            heard: () => setText(byId("connection"), "● live"),
            stopped: (text) => this.#stopped(text),
            lost: () => this.#stopped("The lab does not answer: it is busy, or it was killed."),
            otherLab: () => location.reload(),
        });
    }

    #link() {
        const links = [["Prometheus", this.lab.prometheusPort, ""], ["Alerts", this.lab.prometheusPort, "alerts"],
            ["Alertmanager", this.lab.alertmanagerPort, ""], ["Grafana", this.lab.grafanaPort, ""]];
        byId("elsewhere").replaceChildren(...links.filter(([, port]) => port).map(([name, port, path]) =>
            make("li", {}, make("a", { href: `http://${location.hostname}:${port}/${path}`, target: "_blank", rel: "noopener noreferrer" }, name))));
    }

    // How much of the time is shown.
    #span() {
        this.seconds = SHOWN_SECONDS;
        const select = make("select", { id: "span" }, ...[60, 120, 300].map((seconds) =>
            make("option", { value: seconds, selected: seconds === SHOWN_SECONDS }, seconds === 60 ? "last minute" : `last ${seconds / 60} minutes`)));
        select.addEventListener("change", () => {
            this.seconds = Number(select.value);
            this.#draw(true);
        });
        return make("p", { class: "field span" }, make("label", { for: "span" }, "Show the"), " ", select,
            make("span", { class: "note" }, ` Rates and percentiles look back ${this.lab.lookBackSeconds} s.`));
    }

    #control() {
        const { lab } = this;
        const target = byId("target");
        const groups = [["backends", "all backends"], ["backends/1", "the first of every mode"], ["backends/2", "the second of every mode"]]
            .concat(lab.modes.map((mode) => [`backends/${mode}`, `both of ${mode}`]));
        target.replaceChildren(...groups.map(([value, title]) => make("option", { value }, title)));
        target.addEventListener("change", () => this.#showState());
        this.all = new Knobs(lab, "The chosen backends", () => target.value);
        byId("all").replaceChildren(this.all.element);
        this.load = new Slider(byId("load"), byId("load-value"), (value) => `× ${value}`, (value) => control("load", String(value)));
        this.single = lab.backends.map((backend) => {
            const knobs = new Knobs(lab, backend.name, () => backend.name);
            const state = make("p", { class: "state" });
            const card = make("div", { class: "card" }, make("h4", {}, backend.name), state, knobs.element);
            return { backend, knobs, state, card };
        });
        byId("backends").replaceChildren(...lab.modes.map((mode) => make("div", { class: "column" },
            ...this.single.filter((one) => one.backend.mode === mode).map((one) => one.card))));
    }

    #chosen() {
        const [, part] = byId("target").value.split("/");
        return this.state.processes.filter((process) => process.job === "backend-service"
            && (!part || process.mode === part || String(process.ordinal) === part));
    }

    #take(data) {
        if (data.curves) this.series.take(data.curves);
        else this.series.pass(Math.floor(Date.now() / 1000));
        if (data.state) this.state = data.state;
        this.log.take(data.lines, data.omitted);
        this.#banner(data.problem ? `${data.problem}. Curves have a gap until it is back; controls still work.` : "");
        this.#gone(false);
        this.#rounds += 1;
        this.#draw(this.#rounds % DESCRIBED_EVERY === 1);
    }

    #stopped(text) {
        setText(byId("connection"), "✕ not live");
        this.#gone(true);
        this.#banner(`${text} This page goes on when it is back.`);
    }

    // Where nobody listens nothing can be changed either.
    #gone(isGone) {
        document.body.classList.toggle("gone", isGone);
        for (const id of ["controls", "backends"]) byId(id).inert = isGone;
    }

    #banner(text) {
        setText(byId("banner"), text);
    }

    // Once a frame at most, however many events come at once.
    #draw(isDescribed) {
        this.isDescribed = this.isDescribed || isDescribed;
        if (this.#isDue) return;
        this.#isDue = true;
        requestAnimationFrame(() => {
            this.#isDue = false;
            for (const tile of this.tiles) tile.show(this.series, this.state);
            for (const row of this.rows) row.show(this.series, this.state, this.seconds, this.isDescribed);
            this.isDescribed = false;
            this.#showState();
        });
    }

    #showState() {
        this.all.show(this.#chosen());
        for (const { backend, knobs, state } of this.single) {
            const process = this.state.processes.find((one) => one.name === backend.name);
            setText(state, processState(process));
            if (process) knobs.show([process]);
        }
        const { lab } = this;
        const { load, activeExperiments } = this.state;
        if (load) this.load.set(load.factor, "");
        const ill = this.state.processes.filter((process) => process.job === "backend-service" && !processState(process).startsWith("●"));
        const faults = activeExperiments.length ? `fault on: ${activeExperiments.join(", ")}`
            : ill.length ? `▲ ${ill.length} of ${this.lab.backends.length} backends with a fault` : "no fault";
        // Backends have knobs of their own.
        const down = this.state.processes.filter((process) => process.job !== "backend-service" && process.name !== lab.spare
            && !["running", "stopped"].includes(process.state));
        const help = down.map((process) => `✕ ${process.name} is down: lab.sh ctl restart ${process.name}`);
        setText(byId("summary"), [load ? `${Math.round(load.rate)} requests/s to each mode` : "load not known", faults, ...help].join(" · "));
        this.experiments.show(this.state);
    }
}

async function begin() {
    try {
        const answer = await fetch("lab.json");
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        const lab = await answer.json();
        useToken(lab.token);
        window.page = new Page(lab);
    } catch (error) {
        setText(byId("banner"), `The page cannot be shown: ${error.message}`);
    }
}

begin();
