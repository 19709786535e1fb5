// Starts an experiment, follows it, and shows the verdicts of the run.

import { byId, make, setText } from "./dom.js";
import { command } from "./commands.js";

const SIGNS = { passed: "✓ passed", failed: "✕ failed", skipped: "– skipped" };

export class Experiments {
    #shown = "";

    constructor(lab) {
        this.lab = lab;
        const select = byId("experiment");
        select.replaceChildren(...lab.experiments.map((one) => make("option", { value: one.name }, `${one.name} (${one.seconds} s)`)));
        byId("start").addEventListener("click", () => command("experiment/start", { name: select.value }));
        byId("end").addEventListener("click", () => command("experiment/end", {}));
    }

    show(state) {
        const { running, message } = state.experiment;
        const others = state.activeExperiments.filter((name) => name !== running);
        const elsewhere = others.length ? `Fault on, started elsewhere: ${others.join(", ")}.` : "";
        const phase = message.replace(`1/1 ${running}: `, "");
        const now = running ? `Experiment ${running}: ${phase}. It judges what you change meanwhile, too.` : message;
        setText(byId("progress"), [now, elsewhere].filter(Boolean).join(" · "));
        byId("end").hidden = !running;
        byId("start").disabled = Boolean(running);
        const key = JSON.stringify(state.results);
        if (key === this.#shown) return;
        this.#shown = key;
        byId("verdicts").replaceChildren(...(state.results.length
            ? [this.#table(state.results), make("p", { class: "note" }, "Its report: ", make("code", {}, `${this.lab.folder}/index.html`))]
            : [make("p", { class: "note" }, "No experiment of this run has ended yet.")]));
    }

    #table(results) {
        const rows = results.map((one) => make("tr", {}, make("th", { scope: "row" }, one.name),
            make("td", { class: one.verdict === "failed" ? "failed-text" : "" }, SIGNS[one.verdict] ?? one.verdict),
            make("td", {}, one.reasons.join("; "))));
        return make("table", { class: "verdicts" },
            make("thead", {}, make("tr", {}, ...["experiment", "verdict", "why"].map((title) => make("th", { scope: "col" }, title)))),
            make("tbody", {}, ...rows));
    }
}
