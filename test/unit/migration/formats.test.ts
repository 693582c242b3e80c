import { FORMATS } from "../../../src/migration/formats";
import { tableLines, widthOf } from "../../../src/migration/formats/layout";
import { markdownOf } from "../../../src/migration/formats/markdown";
import { svgOf } from "../../../src/migration/formats/svg";
import { textOf } from "../../../src/migration/formats/text";
import type { Block, Diagram, Report, Tone } from "../../../src/migration/report";
import { HOSTILE } from "./hostile";

const diagram = (labels: string[]): Diagram => ({
    title: labels[0] ?? "",
    nodes: [
        { id: "who", label: labels[0] ?? "", kind: "identity" },
        ...labels.map((label) => ({ id: label, label, kind: "scope" as const })),
    ],
    edges: labels.map((label) => ({ from: "who", to: label, label, change: "gained" })),
});

/** Every kind of block with this text in every place. */
const blocksOf = (text: string): Block[] => [
    { kind: "heading", level: 2, text },
    { kind: "paragraph", text, tone: "wrong" },
    { kind: "paragraph", text },
    { kind: "table", columns: [text, "b"], rows: [[text, { text, tone: "ok" }]] },
    { kind: "list", items: [text] },
    { kind: "code", language: "sh", lines: [text] },
    { kind: "diagram", diagram: diagram([text]) },
];

const reportOf = (blocks: Block[], text = ""): Report => ({
    kind: "grants",
    version: 1,
    exitCode: 0,
    data: { blocks },
    blocks,
    checks: [{ code: "NotRead", resource: text, message: text, state: "unknown", exitCode: 6 }],
});

/** Text that moves the cursor, colours, or reverses what it stands beside. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe.each(HOSTILE)("%j", (text) => {
    test.each(Object.entries(FORMATS))("moves no cursor as %s", async (_, format) => {
        const output = await format(reportOf(blocksOf(text), text), { width: 60 });
        expect(output).not.toMatch(INVISIBLE);
    });

    test("is text in HTML, in elements that are the same for any text", async () => {
        const tagsOf = async (blocks: Block[]) => (await FORMATS.html(reportOf(blocks), {})).match(/<\/?[a-z][^\s>]*/g);
        expect(await tagsOf(blocksOf(text))).toEqual(await tagsOf(blocksOf("plain")));
    });

    test("is text in Markdown: the same lines of the same kinds for any text", () => {
        const shape = (blocks: Block[]) =>
            markdownOf(blocks.filter(({ kind }) => kind !== "code"))
                .split("\n")
                .map((line) => /^(#+ |- |\||`{3,}\w*|\*\*|\s+n\d\S|flowchart)?/.exec(line)?.[0]);
        expect(shape(blocksOf(text))).toEqual(shape(blocksOf("plain")));
    });
});

test("a page says what it is about, when it was made and by which version, and can be printed and heard", async () => {
    const blocks: Block[] = [
        { kind: "heading", level: 1, text: "Plan" },
        { kind: "table", columns: ["who", "what"], rows: [["kubelet", "AcrPull"]] },
    ];
    const made = { at: Date.UTC(2026, 11, 2, 10, 30), version: "0.1.0" };
    const report = { ...reportOf(blocks), subject: "aks <b>", stack: "dev of shop" };
    const page = await FORMATS.html(report, { made });
    const title = "Plan – aks &lt;b&gt; (stack dev of shop) – 2026-12-02";
    expect(page).toContain(`<title>${title}</title>`);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(await FORMATS.text(report, { made })).toMatch(/^Plan – aks <b> \(stack dev of shop\) – 2026-12-02\n/);
    expect(await FORMATS.markdown(report, { made })).toMatch(
        /^# Plan – aks &lt;b> \(stack dev of shop\) – 2026-12-02\n/,
    );
    expect(page).toContain("<footer>managed-identity-aks 0.1.0, 2026-12-02T10:30Z</footer>");
    expect(page).toContain(`<caption>${title}</caption>`);
    // A program or a drawing has no title of its own.
    expect(await FORMATS.text(reportOf(blocks), { made })).toMatch(/^Plan\n/);
    expect(page).toContain('<tr><th scope="row">kubelet</th><td>AcrPull</td></tr>');
    expect(page).toContain("@media print {");
});

test("Markdown escapes characters with a meaning", () => {
    const cell = "a|b `c` *d* <e> [f](g) \\h ~i~ &amp;";
    expect(markdownOf([{ kind: "table", columns: ["x"], rows: [[cell]] }])).toBe(
        "| x |\n| --- |\n| a\\|b \\`c\\` \\*d\\* &lt;e> \\[f\\](g) \\\\h \\~i\\~ &amp;amp; |\n",
    );
    expect(markdownOf([{ kind: "paragraph", text: "# one" }])).toBe("\\# one\n");
    expect(markdownOf([{ kind: "paragraph", text: "12. one" }])).toBe("12\\. one\n");
    expect(markdownOf([{ kind: "code", language: "sh", lines: ["echo ```"] }])).toBe("````sh\necho ```\n````\n");
});

test("Mermaid gets codes for characters that it would interpret", () => {
    expect(markdownOf([{ kind: "diagram", diagram: diagram(['"`<b>#1;']) }])).toContain(
        '    n0(["#34;#96;#60;b#62;#35;1#59;"])\n',
    );
});

test("JSON is the data, with characters escaped that are not for looking at", async () => {
    const text = "\x1b[0m\x9b\u202e\u{e0001}é";
    const output = await FORMATS.json(
        { kind: "map", version: 3, exitCode: 4, data: { text, [text]: [] }, blocks: [] },
        {},
    );
    expect(JSON.parse(output)).toEqual({ kind: "map", version: 3, exitCode: 4, text, [text]: [] });
    expect(output).toContain('"\\u001b[0m\\u009b\\u202e\\udb40\\udc01é"');
});

describe("a table as text", () => {
    const ROWS = [
        ["identity", "reason"],
        ["control plane", "The control plane joins nodes to the subnet."],
        ["kubelet", ""],
    ];

    test("as wide as its cells for a file", () => {
        expect(tableLines(ROWS, Number.POSITIVE_INFINITY, (text) => text)).toEqual([
            "identity       reason",
            "control plane  The control plane joins nodes to the subnet.",
            "kubelet",
        ]);
    });

    test("as wide as the terminal, between words", () => {
        expect(tableLines(ROWS, 36, (text) => text)).toEqual([
            "identity       reason",
            "control plane  The control plane",
            "               joins nodes to the",
            "               subnet.",
            "kubelet",
        ]);
    });

    test.each([1, 20, 36, 80])(
        "no line is wider than a terminal of %d columns that holds its narrowest columns",
        (width) => {
            const rows = [...ROWS, ["x".repeat(300), "日本語".repeat(50)], ["👩‍👩‍👧", "y z ".repeat(40)]];
            const widest = Math.max(...tableLines(rows, width, (text) => text).map(widthOf));
            expect(widest).toBeLessThanOrEqual(Math.max(width, 18));
        },
    );

    test("every letter of a cell is kept, and an id is cut behind slashes", () => {
        const long = "/subscriptions/1/resourceGroups/日本/providers";
        const lines = tableLines([["a", long]], 25, (text) => text);
        expect(lines).toEqual(["a  /subscriptions/1/", "   resourceGroups/日本/", "   providers"]);
        expect(lines.map((line) => line.slice(3)).join("")).toBe(long);
    });
});

test("an empty table says so in every format", async () => {
    const blocks: Block[] = [{ kind: "table", columns: ["identity", "role"], rows: [] }];
    expect(textOf(blocks, { width: 80 })).toBe("identity  role\n(none)\n");
    expect(markdownOf(blocks)).toBe("identity, role: (none)\n");
    expect(await FORMATS.html(reportOf(blocks), {})).toContain('<td colspan="2">(none)</td>');
});

test("a tone is never a colour alone", async () => {
    const tones: Tone[] = ["ok", "pending", "wrong", "unknown"];
    const blocks: Block[] = [{ kind: "table", columns: ["state"], rows: tones.map((tone) => [{ text: "x", tone }]) }];
    expect(textOf(blocks, {})).toBe("state\n✓ x\n… x\n✗ x\n? x\n");
    expect(markdownOf(blocks)).toContain("| ✗ x |");
    expect(await FORMATS.html(reportOf(blocks), {})).toContain('<td class="wrong">✗ x</td>');
    const painted: string[] = [];
    const paint = (text: string, style: string) => {
        painted.push(`${style}: ${text}`);
        return text;
    };
    textOf(blocks, { paint });
    expect(painted).toEqual(["heading: state", "ok: ✓ x", "pending: … x", "wrong: ✗ x", "unknown: ? x"]);
});

test("a changed edge has a sign in every format", async () => {
    const changed: Diagram = {
        title: "change",
        nodes: [
            { id: "a", label: "kubelet", kind: "identity" },
            { id: "b", label: "registry", kind: "scope" },
        ],
        edges: [
            { from: "a", to: "b", label: "AcrPull", change: "gained" },
            { from: "a", to: "b", label: "Reader", change: "lost" },
        ],
    };
    const blocks: Block[] = [{ kind: "diagram", diagram: changed }];
    expect(textOf(blocks, {})).toBe("change\nkubelet\n├─ + AcrPull ──▶ registry\n└─ − Reader ──▶ registry\n");
    expect(markdownOf(blocks)).toContain('n0 -- "+ AcrPull" --> n1\n    n0 -. "− Reader" .-> n1');
    const svg = await svgOf(changed);
    expect(svg.match(/class="edge (gained|lost)"/g)).toEqual(['class="edge gained"', 'class="edge lost"']);
    expect(svg).toContain(">− Reader<");
});

test("a picture has its labels as they are, a title and a description", async () => {
    const label = '"a" & <b> \\N \\\\ \\l &amp; é';
    const svg = await svgOf(diagram([label]));
    const shown = "&quot;a&quot; &amp; &lt;b&gt; \\N \\\\ \\l &amp;amp; é";
    expect(svg.match(/<text[^>]*>([^<]*)</g)?.map((text) => text.replace(/^.*>(.*)<$/, "$1"))).toEqual([
        shown,
        shown,
        `+ ${shown}`,
    ]);
    expect(svg).toContain("<desc>2 nodes, 1 arrows</desc>");
    expect(svg).not.toContain("<!");
    expect(svg.match(/<title>/g)).toHaveLength(1);
});

test("CSV: fields with commas and quotes are quoted, and none is a formula or moves to another line", async () => {
    const rows = [
        ['a "b", c', "=1+2", "-3"],
        ["line\r\nbreak", "@x", "+y\x1b[2J"],
    ];
    const report = { sheet: { columns: ["one", "two", "three"], rows } } as Report;
    expect(await FORMATS.csv(report, {})).toBe(
        ["one,two,three", `"a ""b"", c",'=1+2,'-3`, "line break,'@x,'+y\\u001b[2J", ""].join("\n"),
    );
});
