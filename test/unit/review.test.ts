import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dueDates, externalLinks, failingLinks, kubernetesVersions } from "../../scripts/review";

const texts = (...lines: string[]) => [{ file: "docs/page.md", text: lines.join("\n") }];

test("dates that have passed since the last review, or are near, are listed with their places", () => {
    const page = texts(
        "Before: 2026-12-03. Since: 2026-12-04, 2026-12-04. Near: (2027-01-31)",
        "Far: 2027-03-01. Versions: 2026-12-05-preview, api-version=2026-12-05, /tag/2026-12-05",
        "Again: 2026-12-04",
    );
    expect([...dueDates(page, "2026-12-03", "2026-12-10")]).toEqual([
        ["2026-12-04", ["docs/page.md:1", "docs/page.md:1", "docs/page.md:3"]],
        ["2027-01-31", ["docs/page.md:1"]],
    ]);
});

test("Kubernetes versions are listed, other versions are not", () => {
    const page = texts("Kubernetes 1.34 and 1.9.0, 1.35.2", "v1.36, 3.1.34, 1.345");
    expect([...kubernetesVersions(page).keys()]).toEqual(["1.34", "1.35"]);
});

test("links end before their anchor and the end of the sentence", () => {
    const page = texts(
        "See https://learn.microsoft.com/azure/aks/faq#one, (https://github.com/Azure/AKS/issues/1).",
        "Not `https://github.com/<owner>` or https://example.com/page.",
    );
    expect([...externalLinks(page).keys()]).toEqual([
        "https://github.com/Azure/AKS/issues/1",
        "https://learn.microsoft.com/azure/aks/faq",
    ]);
});

test("links that fail or redirect are listed with the answer", async () => {
    const server = createServer(({ url }, response) => {
        response.writeHead(
            url === "/page" ? 200 : url === "/old" ? 301 : 404,
            url === "/old" ? { location: "/page" } : {},
        );
        response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
        const failing = await failingLinks(new Map(["page", "old", "gone"].map((name) => [`${site}/${name}`, [name]])));
        expect([...failing]).toEqual([
            [`${site}/old (301 /page)`, ["old"]],
            [`${site}/gone (404)`, ["gone"]],
        ]);
    } finally {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
    }
});
