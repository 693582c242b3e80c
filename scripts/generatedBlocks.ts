/** Rewrites what stands between the markers `<!-- name: generated -->` and `<!-- name: end -->` of a page. */
export function withGenerated(markdown: string, blocks: Record<string, () => string>): string {
    return Object.entries(blocks).reduce((text, [name, make]) => {
        const [begin, end] = [`<!-- ${name}: generated -->`, `<!-- ${name}: end -->`];
        const [before, rest] = text.split(begin);
        const after = rest?.split(end)[1];
        if (before === undefined || after === undefined) throw new Error(`The page has no place '${name}'.`);
        return `${before}${begin}\n\n${make()}\n\n${end}${after}`;
    }, markdown);
}
