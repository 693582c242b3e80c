import { acceptedText } from "../checks/acceptances";
import { type CheckResult, ExitCode, type Report } from "../report";
import { escapeHtml } from "./escapeHtml";
import type { View } from "./format";
import { timeOf } from "./title";
import { oneLine } from "./visible";

/** The checks of a report as test cases, in the XML that CI systems read (https://github.com/testmoapp/junitxml). */
export function junitOf({ kind, checks = [] }: Report, { made, fails = (code) => code !== ExitCode.Ok }: View): string {
    const cases = checks.map((check) => ({ check, outcome: outcomeOf(check, fails) }));
    const count = (name: Outcome) => cases.filter(({ outcome }) => outcome === name).length;
    const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="managed-identity-aks" ${counts}>`,
        `<testsuite name="${kind}" ${counts}${made ? ` timestamp="${timeOf(made).replace("Z", ":00")}"` : ""}>`,
        ...cases.map(({ check, outcome }) => {
            const name = `classname="managed-identity-aks.${kind}.${check.code}" name="${xml(check.resource)}"`;
            return outcome === "passed"
                ? `<testcase ${name}/>`
                : `<testcase ${name}>${elementOf(check, outcome)}</testcase>`;
        }),
        "</testsuite>",
        "</testsuites>\n",
    ].join("\n");
}

/** What becomes of a test case, by the name of its element. */
type Outcome = "passed" | "skipped" | "system-out" | "failure" | "error";

function outcomeOf({ state, exitCode, accepted }: CheckResult, fails: NonNullable<View["fails"]>): Outcome {
    if (state === "ok" || accepted) {
        return accepted ? "skipped" : "passed";
    }
    return !fails(exitCode) ? "system-out" : exitCode === ExitCode.Incomplete ? "error" : "failure";
}

function elementOf({ code, message, accepted }: CheckResult, outcome: Outcome): string {
    const text = xml(accepted ? `${acceptedText(accepted)}: ${message}` : message);
    if (outcome === "skipped") {
        return `<skipped message="${text}"/>`;
    }
    return outcome === "system-out"
        ? `<system-out>${text}</system-out>`
        : `<${outcome} type="${code}" message="${text}"/>`;
}

/** Text of an element or an attribute, without what no XML can hold (https://www.w3.org/TR/xml/#charsets). */
function xml(text: string): string {
    return escapeHtml(oneLine(text)).replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd");
}
