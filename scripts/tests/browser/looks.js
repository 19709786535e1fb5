// What browser.py asks of a page. Each function gives a list of what is wrong, in words, unless it says otherwise.

function name(element) {
    const label = element.getAttribute("class") || element.id || (element.textContent || "").trim().slice(0, 40);
    return `${element.tagName.toLowerCase()} ${label}`;
}

// Elements beyond the page's right edge; within a region that scrolls by itself they may be.
function overflow() {
    const width = document.documentElement.clientWidth;
    const problems = [...document.body.querySelectorAll("*")]
        .filter((element) => !element.closest(".scroll > *") && !element.closest(".skip") && !element.closest("svg *"))
        .filter((element) => element.getBoundingClientRect().right > width + 0.5)
        .map((element) => `${name(element)} ends at ${element.getBoundingClientRect().right} of ${width}`);
    if (document.documentElement.scrollWidth > width) problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
    return problems;
}

// Charts without size or content, and text that is cut off or too small to read.
function charts() {
    const problems = [];
    for (const svg of document.querySelectorAll("svg[role=img]")) {
        const box = svg.getBoundingClientRect();
        for (const part of ["title", "desc"]) {
            if (!svg.querySelector(part)?.textContent.trim()) problems.push(`a chart without ${part}: ${svg.textContent.slice(0, 60)}`);
        }
        if (box.width < 150 || box.height < 30) problems.push(`${svg.querySelector("title")?.textContent}: ${box.width} x ${box.height}`);
        if (svg.querySelectorAll("path").length < 2) problems.push(`${svg.querySelector("title")?.textContent}: empty`);
        for (const text of svg.querySelectorAll("text")) {
            const at = text.getBoundingClientRect();
            if (at.left < box.left - 1 || at.right > box.right + 1 || at.top < box.top - 1 || at.bottom > box.bottom + 1) {
                problems.push(`${svg.querySelector("title")?.textContent}: "${text.textContent}" is cut off`);
            }
            const size = parseFloat(getComputedStyle(text).fontSize) * box.width / svg.viewBox.baseVal.width;
            if (size < 8.5) problems.push(`${text.textContent}: ${size} px`);
        }
    }
    return problems;
}

function luminance(colour) {
    const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((part) => {
        const value = part / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

// Text with less contrast to the page than WCAG 2 asks for (1.4.3: 4.5 to 1).
function contrast() {
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    const problems = new Set();
    for (const element of document.body.querySelectorAll("h1, h2, h3, h4, p, a, li, span, th, td, summary, text, code, strong")) {
        const style = getComputedStyle(element);
        const value = luminance(element.tagName === "text" ? style.fill : style.color);
        const ratio = (Math.max(value, ground) + 0.05) / (Math.min(value, ground) + 0.05);
        if (ratio < 4.5) problems.add(`${name(element)}: ${ratio.toFixed(2)}`);
    }
    return [...problems];
}

// How many elements Tab must reach.
function focusable() {
    return [...document.querySelectorAll("a[href], summary, [tabindex='0']")]
        .filter((element) => !element.closest("details:not([open]) > :not(summary)")).length;
}

// The element that has the focus: its number in the page, its text, and whether one sees that it has the focus.
function focused() {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
        number: [...document.querySelectorAll("*")].indexOf(element),
        text: (element.textContent || "").trim().slice(0, 60),
        visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}
