import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { isTooDeep, type JsonInput, TOO_DEEP } from "../migration/jsonInput";
import { InvalidInputError } from "../migration/report";
import type { Io } from "./io";
import { jsonMistake } from "./jsonMistake";

const MIB = 1024 * 1024;
/** Exports of large stacks have some dozens of MiB. */
const LARGEST_INPUT = 256 * MIB;

/** Messages for errors of the operating system about a file. */
const FILE_ERRORS: Record<string, string> = {
    ENOENT: "there is no such file",
    ENOTDIR: "a part of the path is not a directory",
    EISDIR: "this is a directory",
    EACCES: "no permission to read this file",
};

/**
 * The JSON of a file, or of standard input for `-`: UTF-8, or UTF-16 with a byte order mark, as PowerShell's `>` writes it.
 * `expected` is what the command reads, for messages.
 *
 * @throws InvalidInputError if it cannot be read or is no JSON.
 */
export async function readJson(file: string, expected: string, io: Pick<Io, "stdin">): Promise<JsonInput> {
    const { name, text } = await readText(file, expected, io);
    const fail = failureOf(name, expected);
    const value = parse(text, fail);
    if (isTooDeep(value)) {
        throw fail(TOO_DEEP);
    }
    return { name, value };
}

/** The text of a file, or of standard input for `-`, in the same encodings. Throws `InvalidInputError` if it is empty. */
export async function readText(
    file: string,
    expected: string,
    { stdin }: Pick<Io, "stdin">,
): Promise<{ name: string; text: string }> {
    const name = file === "-" ? "standard input" : file;
    const text = await readStream(name, file === "-" ? stdin : createReadStream(file), expected);
    if (text.trim() === "") {
        throw failureOf(name, expected)("the input is empty");
    }
    return { name, text };
}

/** The text of a stream, which may be empty, in the same encodings. */
export async function readStream(name: string, stream: AsyncIterable<Uint8Array>, expected: string): Promise<string> {
    const fail = failureOf(name, expected);
    return decode(await readAll(stream, fail), fail);
}

/** Writes a file. Throws `InvalidInputError` if it cannot be written. */
export async function writeText(file: string, text: string): Promise<void> {
    try {
        await writeFile(file, text);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const reasons: Record<string, string> = {
            ...FILE_ERRORS,
            ENOENT: "there is no such folder",
            EACCES: "no permission",
        };
        throw new InvalidInputError(`${file} cannot be written: ${reasons[code ?? ""] ?? code}.`);
    }
}

function failureOf(name: string, expected: string): Fail {
    return (problem) => new InvalidInputError(`${name}: ${problem}. Expected: ${expected}`);
}

function parse(text: string, fail: Fail): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw fail(describe(text));
    }
}

type Fail = (problem: string) => InvalidInputError;

async function readAll(stream: AsyncIterable<Uint8Array>, fail: Fail): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
        for await (const chunk of stream) {
            size += chunk.length;
            if (size > LARGEST_INPUT) {
                throw fail(`the input has more than ${LARGEST_INPUT / MIB} MiB`);
            }
            chunks.push(chunk);
        }
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        throw code === undefined ? error : fail(FILE_ERRORS[code] ?? `it cannot be read (${code})`);
    }
    return Buffer.concat(chunks);
}

/** The encodings with their byte order marks. */
const MARKED = [
    { mark: [0xff, 0xfe], encoding: "utf-16le" },
    { mark: [0xfe, 0xff], encoding: "utf-16be" },
];

function decode(bytes: Buffer, fail: Fail): string {
    const marked = MARKED.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
    if (marked !== undefined) {
        try {
            return new TextDecoder(marked.encoding, { fatal: true }).decode(bytes);
        } catch {
            throw fail(`the input starts as ${marked.encoding.toUpperCase()} and is cut off or damaged`);
        }
    }
    if (!isUtf8(bytes)) {
        throw fail(`byte ${firstInvalidByte(bytes)} is not UTF-8`);
    }
    return new TextDecoder().decode(bytes);
}

/** From 0. */
function firstInvalidByte(bytes: Buffer): number {
    const text = bytes.toString("utf8");
    for (const { index } of text.matchAll(/\ufffd/g)) {
        const at = Buffer.byteLength(text.slice(0, index));
        // The input may have this very character.
        if (bytes.subarray(at, at + 3).toString("hex") !== "efbfbd") {
            return at;
        }
    }
    return bytes.length;
}

function describe(text: string): string {
    const mistake = jsonMistake(text);
    if (mistake === undefined) {
        return "this is not JSON";
    }
    const before = text.slice(0, mistake.at);
    const line = before.split("\n").length;
    const column = mistake.at - before.lastIndexOf("\n");
    const found = mistake.at === text.length ? "the input ends too early" : "this is not JSON";
    return `line ${line}, column ${column}: ${found}, JSON allows only ${mistake.expected} here`;
}
