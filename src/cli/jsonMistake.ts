/** What is wrong with a text that is no JSON. */
export interface JsonMistake {
    /** Where, as an index into the text; its length where the text ends too early. */
    at: number;
    /** What JSON has in this place. */
    expected: string;
}

const SPACE = " \t\n\r";
const PUNCTUATION = "{}[],:";
const TEXT_OR_WORD =
    /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/** What may come next. */
type State = "value" | "first value" | "name" | "first name" | "colon" | "more" | "end";

const EXPECTED: Record<State, string> = {
    value: "a value",
    "first value": 'a value or "]"',
    name: "a name in double quotes",
    "first name": 'a name in double quotes or "}"',
    colon: '":"',
    more: '","',
    end: "the end of the input",
};

/**
 * The first mistake. The messages of `JSON.parse` do not say where it is in every version of Node, and they repeat a part
 * of the text, which may be secret.
 */
export function jsonMistake(text: string): JsonMistake | undefined {
    /** The brackets that close what is open. */
    const open: string[] = [];
    let state: State = "value";
    let at = 0;
    for (;;) {
        while (SPACE.includes(text.charAt(at)) && at < text.length) {
            at++;
        }
        if (state === "end" && at === text.length) {
            return undefined;
        }
        const token = tokenAt(text, at);
        const next: State | undefined = token === "" ? undefined : after(state, token, open);
        if (next === undefined) {
            return { at, expected: expectedAt(text, at, state, open) };
        }
        state = next;
        at += token.length;
    }
}

/** What may come after the token; undefined if the token is not allowed there. */
function after(state: State, token: string, open: string[]): State | undefined {
    const closes = state === "more" || state === "first value" || state === "first name";
    if (closes && token === open.at(-1)) {
        open.pop();
        return open.length === 0 ? "end" : "more";
    }
    switch (state) {
        case "value":
        case "first value":
            return afterValue(token, open);
        case "name":
        case "first name":
            return token.startsWith('"') ? "colon" : undefined;
        case "colon":
            return token === ":" ? "value" : undefined;
        case "more":
            return token === "," ? (open.at(-1) === "}" ? "name" : "value") : undefined;
        case "end":
            return undefined;
    }
}

function afterValue(token: string, open: string[]): State | undefined {
    if (token === "{" || token === "[") {
        open.push(token === "{" ? "}" : "]");
        return token === "{" ? "first name" : "first value";
    }
    return PUNCTUATION.includes(token) ? undefined : open.length === 0 ? "end" : "more";
}

function expectedAt(text: string, at: number, state: State, open: string[]): string {
    const takesText = state === "value" || state === "first value" || state === "name" || state === "first name";
    if (takesText && text[at] === '"') {
        return "a string without line breaks and unknown escapes, closed by a double quote";
    }
    return `${EXPECTED[state]}${state === "more" ? ` or "${open.at(-1)}"` : ""}`;
}

/** Empty where there is none. */
function tokenAt(text: string, at: number): string {
    const first = text.charAt(at);
    return PUNCTUATION.includes(first) ? first : textOrWordAt(text, at);
}

function textOrWordAt(text: string, at: number): string {
    TEXT_OR_WORD.lastIndex = at;
    return TEXT_OR_WORD.exec(text)?.[0] ?? "";
}
