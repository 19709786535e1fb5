// Asks the lab for a change, and says on the page what came of it.

import { byId, setText } from "./dom.js";

let token = "";

export function useToken(value) {
    token = value;
}

function say(text, isWrong) {
    const place = byId("said");
    setText(place, isWrong ? `✕ ${text}` : `✓ ${text}`);
    place.className = isWrong ? "failed-text" : "";
}

// Whether the lab did it.
export async function command(path, body) {
    try {
        const answer = await fetch(path, {
            method: "POST",
            headers: { "content-type": "application/json", "x-lab-token": token },
            body: JSON.stringify(body),
        });
        const content = await answer.json();
        say(answer.ok ? content.message : content.detail ?? content.title, !answer.ok);
        return answer.ok;
    } catch {
        say("the lab does not answer", true);
        return false;
    }
}

export function control(action, ...words) {
    return command("control", { action, arguments: words });
}
