/**
 * Escapes control and format characters as JSON does: a name must not move the cursor of a terminal or reverse the text
 * next to it.
 */
export function visible(text: string): string {
    return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** The same of a text of several lines. */
export function visibleLines(text: string): string {
    return text.split("\n").map(visible).join("\n");
}

/** The same as one line. */
export function oneLine(text: string): string {
    return visible(text.replace(/[\t\r\n]+/g, " ").trim());
}

function escaped(character: string): string {
    return character
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("");
}
