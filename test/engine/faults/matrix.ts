import { appendFileSync } from "node:fs";
import { MANY_RUNS } from "../engine";
import { type Life, PROGRAMS, plannedLives } from "./lives";
import { wayOf } from "./page";
import { type Row, runLife } from "./runLife";

// `npm run faults` runs a part of all lives, and collects what becomes of each case.
const { FAULTS_RESULTS: results = "", FAULTS_PART: part = "0/1", FAULTS_UNTIL: until } = process.env;

function livesToRun(): Life[] {
    const [own, of] = part.split("/").map(Number) as [number, number];
    return plannedLives().filter((_, index) => index % of === own);
}

const described = ({ name, cases }: Life) =>
    `${name}: ${cases.map((one) => (one ? `${one.call} ${one.kind}` : "no fault")).join(", ")}`;

/** A hand-written program has no input for an adoption. */
const runs = livesToRun().flatMap((life) =>
    Object.keys(PROGRAMS)
        .filter((program) => program === "component" || life.name !== "adopted")
        .map((program): [string, string, Life] => [program, described(life), life]),
);

test.each(runs)(
    "%s, %s",
    async (program, _, life) => {
        if (Date.now() > Number(until ?? Number.POSITIVE_INFINITY)) return;
        const rows: Row[] = [];
        await runLife(life, program, (row) => {
            rows.push(row);
            appendFileSync(results, `${JSON.stringify(row)}\n`);
        });
        process.stderr.write(`${program}, ${described(life)}: ${rows.map(wayOf).join(", ")}\n`);
    },
    MANY_RUNS,
);
