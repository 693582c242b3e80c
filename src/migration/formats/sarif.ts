import { acceptedText } from "../checks/acceptances";
import { CHECKS, type CheckCode } from "../checks/checks";
import { resultKey } from "../checks/results";
import type { CheckResult, Report, Tone } from "../report";
import type { View } from "./format";
import { jsonText } from "./json";

const LEVELS: Readonly<Record<Tone, string>> = { ok: "none", pending: "warning", wrong: "error", unknown: "error" };
const PAGE = "https://github.com/managed-identity-aks/managed-identity-aks/blob/main/docs/command/README.md#checks";

/** What the checks of a report found, as SARIF (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). */
export function sarifOf({ kind, checks = [] }: Report, { made }: View): string {
    const codes = [...new Set(checks.map(({ code }) => code as CheckCode))];
    const rules = codes.map((id) => ({ id, shortDescription: { text: CHECKS[id] }, helpUri: PAGE }));
    const driver = {
        name: "managed-identity-aks",
        ...(made && { version: made.version }),
        informationUri: PAGE,
        rules,
    };
    return jsonText({
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: { driver },
                automationDetails: { id: `managed-identity-aks/${kind}/` },
                results: checks.filter(({ state }) => state !== "ok").map((each) => resultOf(each, codes)),
            },
        ],
    });
}

function resultOf(result: CheckResult, codes: CheckCode[]) {
    const { code, resource, message, state, accepted, change } = result;
    return {
        ruleId: code,
        ruleIndex: codes.indexOf(code as CheckCode),
        level: LEVELS[state],
        message: { text: message },
        locations: [
            {
                // GitHub refuses a location without a file, and takes two results on the same line for one.
                physicalLocation: { artifactLocation: { uri: "Pulumi.yaml" }, region: { startLine: 1 } },
                logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }],
            },
        ],
        ...(accepted && {
            suppressions: [{ kind: "external", status: "accepted", justification: acceptedText(accepted) }],
        }),
        ...(change && { baselineState: change }),
        partialFingerprints: { primaryLocationLineHash: resultKey(result) },
    };
}
