const WIDTH = 120;

/** Lines of whole words, those after the first indented. */
export function wrapped(text: string, indent = ""): string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
        const longer = line === "" ? word : `${line} ${word}`;
        if (longer.length > WIDTH && line.trim() !== "") {
            lines.push(line);
            line = `${indent}${word}`;
        } else {
            line = longer;
        }
    }
    return [...lines, line];
}
