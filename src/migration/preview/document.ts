import { isRecord, type Values } from "../../values";
import { textOf } from "../jsonInput";
import type { Preview, PreviewedDiagnostic } from "./preview";
import { stepOf, withoutParts } from "./resource";

/** Keys of what `pulumi preview --json` prints (pulumi pkg/display/json.go); it leaves out those that are empty. */
const KEYS = ["config", "steps", "diagnostics", "duration", "changeSummary", "maybeCorrupt"];

export function isDocument(value: Values): boolean {
    const keys = Object.keys(value);
    return keys.length > 0 && keys.every((key) => KEYS.includes(key));
}

export function readDocument({ steps, diagnostics, duration }: Values): Preview {
    const read = objectsIn(diagnostics).map(
        ({ severity, message, urn }): PreviewedDiagnostic => ({
            severity: textOf(severity),
            message: textOf(message),
            ...(typeof urn === "string" && { urn }),
        }),
    );
    return {
        dialect: "document",
        steps: withoutParts(
            objectsIn(steps).map(({ op, urn, oldState, newState, detailedDiff, diffReasons }) =>
                stepOf(
                    textOf(op),
                    textOf(urn),
                    { old: oldState, new: newState },
                    kindsIn(detailedDiff, "kind"),
                    diffReasons,
                ),
            ),
        ),
        diagnostics: read,
        // The summary comes last, and with it the duration.
        complete: duration !== undefined && !read.some(({ severity }) => severity === "error"),
    };
}

/** Kinds of differences by path. */
export function kindsIn(differences: unknown, key: "kind" | "diffKind"): Record<string, string> | undefined {
    return isRecord(differences)
        ? Object.fromEntries(
              Object.entries(differences).map(([path, difference]) => [path, textOf(Object(difference)[key])]),
          )
        : undefined;
}

export function objectsIn(value: unknown): Values[] {
    return Array.isArray(value) ? value.filter(isRecord).map((each) => ({ ...each })) : [];
}
