import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FORMATS } from "../../../src/migration/formats";
import type { Block, Report, Tone } from "../../../src/migration/report";
import { withFiles } from "../cli/command";
import { findChromium, Page } from "./chromium";

const TONES: Tone[] = ["ok", "pending", "wrong", "unknown"];
const LONG = `/subscriptions/${"a-long-name-".repeat(20)}`;
const HOSTILE = "<script>document.title = 'taken'</script><img src=http://127.0.0.1:1/x onerror=alert(1)>";

const blocks: Block[] = [
    { kind: "heading", level: 1, text: "Plan" },
    { kind: "paragraph", text: HOSTILE },
    ...TONES.map((tone): Block => ({ kind: "paragraph", text: `It is ${tone}.`, tone })),
    {
        kind: "table",
        columns: ["pool", "state", "id"],
        rows: TONES.map((tone) => ["system", { text: tone, tone }, LONG]),
    },
    { kind: "list", items: ["one", LONG] },
    { kind: "code", language: "sh", lines: [`az aks show --ids ${LONG}`] },
    {
        kind: "diagram",
        diagram: {
            title: "Identities",
            nodes: [
                { id: "i", label: "control plane", kind: "identity" },
                { id: "s", label: HOSTILE, kind: "scope" },
                { id: "c", label: "the cluster", kind: "cluster" },
            ],
            edges: [
                { from: "i", to: "s", label: "Network Contributor", change: "gained" },
                { from: "i", to: "c", label: "Reader", change: "lost" },
            ],
        },
    },
];
const report: Report = { kind: "plan", version: 1, exitCode: 0, data: {}, blocks };

/** The contrast of each text with what is behind it (https://www.w3.org/TR/WCAG22/#contrast-minimum), least first. */
const CONTRASTS = `(() => {
    const rgb = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const luminance = (color) => {
        const [r, g, b] = rgb(color).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (lighter + 0.05) / (darker + 0.05);
    };
    const isSeen = (color) => color !== "rgba(0, 0, 0, 0)" && color !== "none";
    const behind = (element) => {
        const shape = element.matches("svg .node text") && element.parentElement.querySelector("polygon, path");
        if (shape) return getComputedStyle(shape).fill;
        const color = getComputedStyle(element).backgroundColor;
        return isSeen(color) ? color : behind(element.parentElement);
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (walker.currentNode.data.trim() === "" || element.matches("title, desc")) continue;
        const style = getComputedStyle(element);
        const color = element.matches("svg text") ? style.fill : style.color;
        found.push({ text: walker.currentNode.data.slice(0, 40), contrast: contrast(color, behind(element)) });
    }
    return found.sort((a, b) => a.contrast - b.contrast);
})()`;

/** Labels of nodes that are wider than their shapes. */
const OVERFLOWING = `[...document.querySelectorAll("svg .node text")].filter((text) => {
    const shape = text.parentElement.querySelector("polygon, path").getBBox();
    const label = text.getBBox();
    return label.x < shape.x || label.x + label.width > shape.x + shape.width;
}).map((text) => text.textContent)`;

/** What has the focus, with what is in it, and how that is drawn. */
const FOCUSED = `(({ activeElement: { nodeName, firstElementChild } }) =>
    [nodeName, firstElementChild?.nodeName, getComputedStyle(document.activeElement).outlineStyle].filter(Boolean).join(" ")
)(document)`;

const chromium = findChromium();
const where = chromium === undefined ? "(SKIPPED: no chromium, chromium-browser or google-chrome on the PATH)" : "";
const inChromium = chromium === undefined ? test.skip : test;

inChromium(`a report in Chromium: no error, no request, readable in both colour schemes ${where}`, async () => {
    const files = { "report.html": await FORMATS.html(report, {}), "map.svg": await FORMATS.svg(report, {}) };
    await withFiles(files, async (folder) => {
        const page = await Page.open(String(chromium));
        try {
            const url = pathToFileURL(join(folder, "report.html")).href;
            const backgrounds: string[] = [];
            for (const scheme of ["light", "dark"] as const) {
                await page.show(url, scheme, 400);
                const contrasts = await page.evaluate<{ text: string; contrast: number }[]>(CONTRASTS);
                expect(contrasts.length).toBeGreaterThan(30);
                expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
                expect(await page.evaluate(OVERFLOWING)).toEqual([]);
                backgrounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
            }
            expect(backgrounds).toEqual(["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
            // A narrow window scrolls tables and pictures, not the page.
            const { scrollWidth, clientWidth } = await page.evaluate<Record<string, number>>(
                "(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))(document.documentElement)",
            );
            expect(scrollWidth).toBe(clientWidth);
            // Without a mouse: each part that scrolls, and what opens and closes, has the focus in turn, and shows it.
            const focused: unknown[] = [];
            for (let stop = 0; stop < 3; stop++) {
                await page.pressTab();
                focused.push(await page.evaluate(FOCUSED));
            }
            expect(focused).toEqual(["PRE CODE auto", "DIV svg auto", "SUMMARY auto"]);
            expect(await page.evaluate("[document.title, document.scripts.length, document.images.length]")).toEqual([
                "Plan",
                0,
                0,
            ]);
            const picture = pathToFileURL(join(folder, "map.svg")).href;
            await page.show(picture, "dark", 1000);
            expect(await page.evaluate("document.documentElement.nodeName + document.title")).toBe("svgIdentities");
            expect(await page.evaluate("document.querySelectorAll('parsererror, script').length")).toBe(0);
            expect(requestsOf(page)).toEqual([url, url, picture]);
            expect(errorsOf(page)).toEqual([]);
            // The policy of the page is in force, and these two would see a request and an error.
            await page.show(url, "light", 1000);
            await page.evaluate(
                "document.body.style.color = 'red'; document.body.append(new Image()); document.images[0].src = 'http://127.0.0.1:1/x'",
            );
            expect(errorsOf(page)).toEqual([
                expect.stringContaining("violates the following Content Security Policy directive"),
            ]);
        } finally {
            await page.close();
        }
    });
});

function requestsOf({ events }: Page): string[] {
    return events
        .filter(({ method }) => method === "Network.requestWillBeSent")
        .map(({ params }) => (params as { request: { url: string } }).request.url);
}

function errorsOf({ events }: Page): string[] {
    return events
        .filter(({ method }) =>
            ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"].includes(method),
        )
        .map(({ params }) => (params as { entry?: { text: string } }).entry?.text ?? JSON.stringify(params));
}
