// The events of the lab. A page that is not seen lets its connection go, since a browser has six for one address, and
// goes on where it was when it is seen again: the lab keeps the last two minutes of events, and the whole picture.

const SILENCE = 6000;
const PATIENCE = 2500;
const AGAIN = 2000;

export class Stream {
    #source = null;
    #last = null;
    #timer = null;
    #heard = Date.now();
    #isStopped = false;

    // `on` has picture(data), round(data), stopped(text), lost(), otherLab() and heard().
    constructor(lab, on) {
        this.lab = lab;
        this.on = on;
        document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#open()));
        setInterval(() => this.#watch(), 1000);
        if (!document.hidden) this.#open();
    }

    #open() {
        if (this.#source) return;
        clearTimeout(this.#timer);
        this.#heard = Date.now();
        const source = new EventSource(this.#last ? `events?after=${encodeURIComponent(this.#last)}` : "events");
        this.#source = source;
        for (const kind of ["picture", "round"]) source.addEventListener(kind, (event) => this.#take(kind, event));
        source.addEventListener("stopped", (event) => {
            this.#close();
            // It has said so: its silence from now on is no news.
            this.#isStopped = true;
            this.on.stopped(JSON.parse(event.data));
            this.#again();
        });
        source.addEventListener("error", () => {
            if (source.readyState !== EventSource.CLOSED) return;
            this.#close();
            this.#again();
        });
    }

    #close() {
        this.#source?.close();
        this.#source = null;
        clearTimeout(this.#timer);
    }

    #again() {
        this.#timer = setTimeout(() => !document.hidden && this.#open(), AGAIN);
    }

    #take(kind, event) {
        // Another lab has taken the port: its page is another one, with another token.
        if (event.lastEventId.split("-")[0] !== this.lab) return this.on.otherLab();
        this.#last = event.lastEventId;
        this.#heard = Date.now();
        this.#isStopped = false;
        this.on.heard();
        this.on[kind](JSON.parse(event.data));
    }

    #watch() {
        const silence = Date.now() - this.#heard;
        const isOpen = this.#source?.readyState === EventSource.OPEN;
        if (!document.hidden && !this.#isStopped && silence > (isOpen ? SILENCE : PATIENCE)) this.on.lost();
    }
}
