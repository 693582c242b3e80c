import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { runMain } from "./runMain";

/**
 * `npm run review`: the dates, Kubernetes versions and links in pages and code that need another look. With `--links` each link
 * is requested, and those that fail or redirect are listed. Ends with 1 where a date has passed or a link is listed. Whoever has
 * mended it sets `LAST_REVIEW`.
 */
const LAST_REVIEW = "2026-12-03";

/** Until which a date in the future is listed, in days: time enough to change what it says. */
const SOON = 60;

const ROOTS = ["README.md", "docs", "src", "examples", "local-azure"];
const TEXTS = [".md", ".ts"];

export interface Text {
    file: string;
    text: string;
}

/** What stands in texts, by what it is; each with the files and lines. */
export type Places = Map<string, string[]>;

function placesOf(texts: readonly Text[], pattern: RegExp): Places {
    const places: Places = new Map();
    for (const { file, text } of texts) {
        for (const [index, line] of text.split("\n").entries()) {
            for (const [found] of line.matchAll(pattern)) {
                places.set(found, [...(places.get(found) ?? []), `${file}:${index + 1}`]);
            }
        }
    }
    return new Map([...places].sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true })));
}

/** Dates that have passed since the last review, or are near. Not versions of an API: `2025-09-01` as a part of a longer word. */
export function dueDates(texts: readonly Text[], lastReview: string, today: string): Places {
    const limit = new Date(Date.parse(today) + SOON * 86_400_000).toISOString().slice(0, 10);
    const dates = placesOf(texts, /(?<![\w/=.-])20\d\d-\d\d-\d\d(?![\w-])/g);
    return new Map([...dates].filter(([date]) => date > lastReview && date <= limit));
}

export const kubernetesVersions = (texts: readonly Text[]) => placesOf(texts, /(?<![\d.v])1\.[3-9]\d(?!\d)/g);

/** Without anchors. */
export const externalLinks = (texts: readonly Text[]) =>
    placesOf(
        texts,
        /https:\/\/(?:learn\.microsoft|www\.pulumi|github)\.com\/[^\s)"'`<>#${}\\,]*[^\s)"'`<>#${}\\,.;:]/g,
    );

async function textsBelow(path: string): Promise<Text[]> {
    if (extname(path) !== "") {
        return TEXTS.includes(extname(path)) ? [{ file: path, text: await readFile(path, "utf8") }] : [];
    }
    const entries = (await readdir(path)).filter((name) => !name.startsWith(".") && name !== "node_modules").sort();
    return (await Promise.all(entries.map((name) => textsBelow(join(path, name))))).flat();
}

/** How a link answers, where that is not with the page. */
async function answerOf(link: string): Promise<string | undefined> {
    try {
        const { ok, status, headers } = await fetch(link, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
        return ok ? undefined : `${status} ${headers.get("location") ?? ""}`.trim();
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

/** Those that fail or redirect, with the answer. */
export async function failingLinks(links: Places): Promise<Places> {
    const failing: Places = new Map();
    // One after the other: sites limit requests.
    for (const [link, places] of links) {
        const answer = await answerOf(link);
        if (answer !== undefined) {
            failing.set(`${link} (${answer})`, places);
        }
    }
    return failing;
}

function print(title: string, places: Places): void {
    process.stdout.write(`\n${title}: ${places.size}\n`);
    for (const [what, where] of places) {
        process.stdout.write(
            `  ${what}: ${where.slice(0, 3).join(", ")}${where.length > 3 ? ` and ${where.length - 3} more` : ""}\n`,
        );
    }
}

async function main(args: string[]): Promise<boolean> {
    const texts = (await Promise.all(ROOTS.map(textsBelow))).flat();
    const today = new Date().toISOString().slice(0, 10);
    process.stdout.write(`The last review was on ${LAST_REVIEW}.\n`);
    const dates = dueDates(texts, LAST_REVIEW, today);
    const hasPassed = [...dates.keys()].some((date) => date <= today);
    print(`Dates since then, and in the next ${SOON} days`, dates);
    print(
        "Kubernetes versions (https://learn.microsoft.com/azure/aks/supported-kubernetes-versions)",
        kubernetesVersions(texts),
    );
    const links = externalLinks(texts);
    if (!args.includes("--links")) {
        process.stdout.write(`\nLinks: ${links.size}. Run it with --links to request them.\n`);
        return !hasPassed;
    }
    const failing = await failingLinks(links);
    print(`Links that fail or redirect, of ${links.size}`, failing);
    return !hasPassed && failing.size === 0;
}

if (require.main === module) {
    runMain("review", () => main(process.argv.slice(2)));
}
