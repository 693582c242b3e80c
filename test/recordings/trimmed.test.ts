import { compare } from "./compare";
import { type Exchange, haveRecordings, type Recording, readRecording, recordingsIn, trimmedFolder } from "./recording";
import { headersOf } from "./replay";

const trimmed = recordingsIn(trimmedFolder);

test.each(trimmed)(
    "%s names what it is of: a recording beside the checkout, or a public one at a commit",
    (_name, one) => {
        const sources = [one.source, ...one.exchanges.flatMap(({ source }) => source ?? [])];
        for (const source of sources) {
            expect(source).toMatch(/^(\d\d-[\w-]+\.json|https:\/\/github\.com\/\w+\/[\w-]+\/blob\/[\da-f]{40}\/\S+)$/);
        }
        for (const { url } of one.exchanges) expect(url).toMatch(/[?&]api-version=\d{4}-\d\d-\d\d/);
    },
);

if (!haveRecordings) {
    test.skip("SKIPPED: whether the trimmed recordings say what the whole ones say, which are not beside this checkout", () => {});
} else {
    test.each(trimmed.filter(([, { names }]) => names))("%s says what the recording says", (_name, one) => {
        expect(one.exchanges.flatMap((exchange) => drift(exchange, one))).toEqual([]);
    });

    test("a single answer from another recording is as recorded", () => {
        const answers = trimmed.flatMap(([, { exchanges }]) => exchanges.filter(({ source }) => isWhole(source)));
        expect(answers.length).toBeGreaterThan(0);
        for (const { source, index, status, response } of answers) {
            expect({ status, response }).toMatchObject(answerOf(original(String(source), index)));
        }
    });

    test("a drift is noticed", () => {
        const [, one] = trimmed.find(([name]) => name === "system-assigned.json") ?? [];
        const [exchange] = one?.exchanges ?? [];
        expect(one && exchange && drift({ ...exchange, status: 200 }, one)).toEqual([
            "exchange 0 $.status: recorded 404, ours 200",
        ]);
    });
}

/** What is other than in the recording, this project's names put back to its. */
function drift(exchange: Exchange, { source = "", names = {} }: Recording): string[] {
    const recorded = original(source, exchange.index);
    const longestFirst = Object.entries(names).sort(([one], [other]) => other.length - one.length);
    const text = longestFirst.reduce((all, [ours, theirs]) => all.replaceAll(ours, theirs), JSON.stringify(exchange));
    const ours = comparable(JSON.parse(text) as Exchange, recorded);
    return compare(comparable(recorded, recorded), ours).differences.map(
        (each) => `exchange ${exchange.index} ${each}`,
    );
}

function comparable({ method, url, request, responseHeaders = {}, ...rest }: Exchange, recorded: Exchange): object {
    const kept = Object.entries(responseHeaders).filter(([key]) => key in (recorded.responseHeaders ?? {}));
    return {
        method,
        url: url.replace(/&.*/, ""),
        request,
        headers: headersOf(Object.fromEntries(kept)),
        ...answerOf(rest),
    };
}

const answerOf = ({ status, response }: Pick<Exchange, "status" | "response">) => ({ status, response });

function original(source: string, index: number): Exchange {
    const { exchanges, otherErrors = [] } = readRecording(source);
    const found = [...exchanges, ...otherErrors].find((each) => each.index === index);
    if (!found) throw new Error(`${source} has no exchange ${index}.`);
    return found;
}

const isWhole = (source = "") => /^\d\d-/.test(source);
