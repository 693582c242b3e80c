import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PAGES, pageText } from "../../readme";

const ROOT = join(__dirname, "../../..");
const LINE_LIMIT = 160;
const README_LIMIT = 150;
const PAGE_LIMIT = 300;
/** Generated reference may be longer. */
const LONG_PAGES = /^docs\/(?:api|scenarios)\/|^docs\/(?:permissions|rules)\.md$/;

test(`README.md has at most ${README_LIMIT} lines`, () => {
    expect(pageText("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(README_LIMIT);
});

test.each(PAGES.filter((page) => !LONG_PAGES.test(page)))(`%s has at most ${PAGE_LIMIT} lines`, (page) => {
    expect(pageText(page).trimEnd().split("\n").length).toBeLessThanOrEqual(PAGE_LIMIT);
});

test.each([...PAGES, "CHANGELOG.md", "CONTRIBUTING.md"])(`%s has no line over ${LINE_LIMIT} characters`, (page) => {
    // What a command prints stands as it is printed.
    const lines = pageText(page)
        .replaceAll(/^```text$.*?^```$/gms, "")
        .split("\n");
    // Neither a link can be wrapped, nor a list in a condition, which is to be pasted as it is, nor an id in JSON.
    const isWhole = (line: string) =>
        /^- \[[^\]]+\]\(\S+\)$|^ +@\w+\[\S+\] \S+ \{[^{}]+\}$|^ +"\w+": "\/\S+",?$/.test(line);
    expect(lines.filter((line) => line.length > LINE_LIMIT && !isWhole(line))).toEqual([]);
});

test("the README.md of each folder links to every page in it, and README.md to the list of pages", () => {
    const isLinked = (page: string) => {
        const folder = dirname(page);
        const list = join(basename(page) === "README.md" ? dirname(folder) : folder, "README.md");
        return linksIn(list).some(({ file }) => file === page);
    };
    expect(PAGES.filter((page) => page.startsWith("docs/") && !isLinked(page))).toEqual([]);
});

test.each([...PAGES, "CHANGELOG.md", "CONTRIBUTING.md"])(
    "the links of %s lead to files and headings that exist",
    (page) => {
        const broken = linksIn(page).filter(
            ({ file, heading }) =>
                !existsSync(join(ROOT, file)) || (heading !== undefined && !anchorsIn(file).includes(heading)),
        );
        expect(broken).toEqual([]);
    },
);

/** A link to a file of the repository, by its path from the root. */
interface Link {
    file: string;
    heading?: string;
}

function linksIn(page: string): Link[] {
    const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    return targets
        .filter((target) => !/^[a-z]+:/.test(target))
        .map((target) => {
            const [path = "", heading] = target.split("#");
            const file = path === "" ? page : join(dirname(page), path);
            return { file, ...(heading !== undefined && { heading }) };
        });
}

/** What links to a page can name: its own anchors, and its headings, as GitHub makes anchors of them: a second one of the same name has a number. */
function anchorsIn(page: string): string[] {
    if (statSync(join(ROOT, page)).isDirectory()) {
        return [];
    }
    const counts = new Map<string, number>();
    const anchors = [...proseOf(page).matchAll(/<a id="([^"]+)">/g)].map(([, anchor = ""]) => anchor);
    const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
        const anchor = heading
            .toLowerCase()
            .replace(/[^\p{L}\p{N}_ -]/gu, "")
            .replaceAll(" ", "-");
        const count = counts.get(anchor) ?? 0;
        counts.set(anchor, count + 1);
        return count === 0 ? anchor : `${anchor}-${count}`;
    });
    return [...anchors, ...headings];
}

/** A page without its blocks of code. */
function proseOf(page: string): string {
    return pageText(page).replace(/^ *```[\s\S]*?^ *```/gm, "");
}
