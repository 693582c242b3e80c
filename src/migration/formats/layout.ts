/** Tables of plain text. */

const GAP = "  ";
const NARROWEST_COLUMN = 8;

/** Letters of East Asia and pictures, which a terminal gives two columns. */
const WIDE =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const PLAIN = /^[\x20-\x7e]*$/;

const segmenter = new Intl.Segmenter();

/** The columns that a text takes on a terminal. */
export function widthOf(text: string): number {
    // Most texts: to segment the cells of thousands of clusters takes a while.
    return PLAIN.test(text) ? text.length : lettersOf(text).reduce((width, letter) => width + letterWidth(letter), 0);
}

/** The rows of a table as lines, each cell wrapped so that they fit into `width`. `paint` gets each padded piece of a cell. */
export function tableLines(rows: string[][], width: number, paint: (text: string, at: CellPlace) => string): string[] {
    const columns = Math.max(0, ...rows.map((row) => row.length));
    const natural = Array.from({ length: columns }, (_, column) =>
        Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
    );
    const widths = fitted(natural, width - GAP.length * (columns - 1));
    return rows.flatMap((cells, row) => {
        const wrapped = widths.map((columnWidth, column) => wrap(cells[column] ?? "", columnWidth));
        const height = Math.max(1, ...wrapped.map((lines) => lines.length));
        return Array.from({ length: height }, (_, line) =>
            wrapped
                .map((lines, column) => {
                    const text = lines[line] ?? "";
                    const padding = " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
                    return `${paint(text, { row, column })}${column === columns - 1 ? "" : padding}`;
                })
                .join(GAP)
                .trimEnd(),
        );
    });
}

export interface CellPlace {
    row: number;
    column: number;
}

/** Takes from the widest column until all fit, or none can give more. */
function fitted(natural: number[], width: number): number[] {
    const widths = [...natural];
    let excess = widths.reduce((sum, each) => sum + each, 0) - width;
    while (excess > 0) {
        const widest = Math.max(...widths);
        const second = Math.max(NARROWEST_COLUMN, ...widths.filter((each) => each < widest));
        const taken = Math.min(excess, Math.max(1, widest - second));
        if (widest - taken < NARROWEST_COLUMN) {
            break;
        }
        widths[widths.indexOf(widest)] = widest - taken;
        excess -= taken;
    }
    return widths;
}

/** Lines of at most this width. */
export function wrap(text: string, width: number): string[] {
    if (widthOf(text) <= width) {
        return [text];
    }
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ").flatMap((each) => pieces(each, width))) {
        const longer = line === "" ? word : `${line} ${word}`;
        if (widthOf(longer) > width && line !== "") {
            lines.push(line);
            line = word;
        } else {
            line = longer;
        }
    }
    return [...lines, line];
}

/** A word in pieces of at most this width: an id is cut behind a slash where there is one. */
function pieces(word: string, width: number): string[] {
    const found: string[] = [];
    let piece = "";
    let taken = 0;
    for (const letter of lettersOf(word)) {
        if (piece !== "" && taken + letterWidth(letter) > width) {
            const cut = piece.lastIndexOf("/") + 1 || piece.length;
            found.push(piece.slice(0, cut));
            piece = piece.slice(cut);
            taken = widthOf(piece);
        }
        piece += letter;
        taken += letterWidth(letter);
    }
    return [...found, piece];
}

/** In runs, since the segmenter takes long for a long text; what is no ASCII may belong to the letter before it. */
function lettersOf(text: string): string[] {
    if (PLAIN.test(text)) {
        return text.split("");
    }
    const runs = text.match(/[\x20-\x7e]?[^\x20-\x7e]{1,20}|[\x20-\x7e]/gu) ?? [];
    return runs.flatMap((run) =>
        run.length === 1 ? run : Array.from(segmenter.segment(run), ({ segment }) => segment),
    );
}

function letterWidth(letter: string): number {
    return WIDE.test(letter) ? 2 : 1;
}
