import { isRecord, type Values } from "../../values";
import { isTooDeep, TOO_DEEP } from "../jsonInput";
import { InvalidInputError } from "../report";
import { isDocument, objectsIn, readDocument } from "./document";
import { isEvent, readEvents } from "./events";
import type { Preview } from "./preview";

const EXPECTED = "expected the output of `pulumi preview --json`";

/** JSON of other commands that is easily taken for a preview, by keys that only it has. */
const OTHERS: readonly { keys: string[]; what: string }[] = [
    {
        keys: ["result", "summary"],
        what: "this is what `pulumi preview --output json` prints, which contains no property differences",
    },
    { keys: ["deployment", "version"], what: "this is a stack export" },
    { keys: ["resourcePlans"], what: "this is an update plan of `pulumi preview --save-plan`" },
    { keys: ["resources"], what: "this is an import file or another list of resources" },
];

/**
 * Reads what `pulumi preview --json` prints, or a stream of engine events: one a line, as with
 * `PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true` and `pulumi up --json`, or a list of those that the Automation API hands to
 * `onEvent`.
 *
 * @throws InvalidInputError if the text is something else or has been cut off.
 */
export function readPreview(text: string): Preview {
    const trimmed = text.replace(/^\uFEFF/, "").trim();
    if (trimmed === "") {
        throw new InvalidInputError(`the preview is empty; ${EXPECTED}`);
    }
    const value = parsed(trimmed);
    if (value === undefined) {
        return readEvents(eventsInLines(trimmed));
    }
    if (Array.isArray(value)) {
        return readEvents(requireEvents(value));
    }
    if (!isRecord(value)) {
        throw new InvalidInputError(`the preview is ${value === null ? "null" : `a ${typeof value}`}; ${EXPECTED}`);
    }
    const object: Values = { ...value };
    if (isEvent(object)) {
        return readEvents([object]);
    }
    if (isDocument(object)) {
        return readDocument(object);
    }
    const other = OTHERS.find(({ keys }) => keys.every((key) => key in object));
    const keys = Object.keys(object).slice(0, 5).join(", ") || "none";
    throw new InvalidInputError(`${other?.what ?? `the preview is an object with the keys ${keys}`}; ${EXPECTED}`);
}

function eventsInLines(text: string): Values[] {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    const values: unknown[] = [];
    // The first that is no JSON is enough: there may be millions.
    const broken = lines.findIndex((line) => values[values.push(parsed(line)) - 1] === undefined);
    if (broken >= 0) {
        const isCut = /^\s*[[{]/.test(lines[broken] ?? "") && (broken === lines.length - 1 || broken === 0);
        throw new InvalidInputError(
            isCut
                ? `the preview is JSON that ends too early; ${EXPECTED}, complete`
                : `line ${broken + 1} of the preview is not JSON; ${EXPECTED}, without its standard error`,
        );
    }
    return requireEvents(values);
}

function requireEvents(values: unknown[]): Values[] {
    const events = objectsIn(values);
    if (events.length !== values.length || events.length === 0 || !events.every(isEvent)) {
        throw new InvalidInputError(`the preview is a list, but not of engine events; ${EXPECTED}`);
    }
    return events;
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
    const value = parse(text);
    if (isTooDeep(value)) {
        throw new InvalidInputError(`the preview is not one: ${TOO_DEEP}; ${EXPECTED}`);
    }
    return value;
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
