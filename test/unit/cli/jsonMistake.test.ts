import fc from "fast-check";
import { jsonMistake } from "../../../src/cli/jsonMistake";

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

const json = fc
    .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"))
    .map(([value, space]) => JSON.stringify(value, undefined, space));

test("it finds a mistake exactly if JSON.parse rejects the text", () => {
    const piece = fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "\\",
        "u00e9",
        "1",
        "-",
        "0",
        ".",
        "e",
        "true",
        "nul",
        " ",
        "\n",
        "\u007f",
        "\u0001",
        "é",
    );
    const damaged = fc.tuple(json, fc.nat(), fc.nat(3), piece).map(([text, at, removed, added]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + added + text.slice(place + removed);
    });
    fc.assert(
        fc.property(
            fc.oneof(
                json,
                damaged,
                fc.array(piece).map((pieces) => pieces.join("")),
            ),
            (text) => {
                expect(jsonMistake(text) === undefined).toBe(isJson(text));
            },
        ),
        { numRuns: 3000 },
    );
});

test("the text before the mistake can be completed", () => {
    expect(jsonMistake('{"a": [1, 2, }')).toEqual({ at: 13, expected: "a value" });
    expect(jsonMistake('{"a": 1,}')).toEqual({ at: 8, expected: "a name in double quotes" });
    expect(jsonMistake("{a: 1}")).toEqual({ at: 1, expected: 'a name in double quotes or "}"' });
    expect(jsonMistake("[")).toEqual({ at: 1, expected: 'a value or "]"' });
    expect(jsonMistake('{"a" 1}')).toEqual({ at: 5, expected: '":"' });
});
