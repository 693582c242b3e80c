import { isRecord, nameInUrn, UNKNOWN, type Values } from "../../values";
import { textOf } from "../jsonInput";
import type { Operation, PreviewedResource, PreviewedStep } from "./preview";

/** Placeholder of a value that is not known yet (pulumi sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Placeholder of a secret in the output of `pulumi preview --json`. */
export const HIDDEN_SECRET = "[secret]";
/** What marks a secret in a stack export and in engine events. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Pulumi's words (pulumi pkg/resource/deploy/step.go). The parts of a replacement are one with it. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
    ["same", "same"],
    ["create", "create"],
    ["update", "update"],
    ["delete", "delete"],
    ["replace", "replace"],
    ["create-replacement", "replace"],
    ["delete-replaced", "replace"],
    ["import", "import"],
    ["import-replacement", "replace"],
    ["read", "none"],
    ["read-replacement", "none"],
    ["refresh", "none"],
    ["discard", "none"],
    ["discard-replaced", "none"],
    ["remove-pending-replace", "none"],
    ["diff", "none"],
    ["extend-parameterize", "none"],
]);

/** A step as both dialects tell it. */
export function stepOf(
    op: string,
    urn: string,
    states: { old: unknown; new: unknown },
    differences: Record<string, string> | undefined,
    changedProperties: unknown,
): PreviewedStep {
    const [old, desired] = [resourceOf(states.old), resourceOf(states.new)];
    return {
        operation: OPERATIONS.get(op) ?? "unknown",
        op,
        urn,
        ...typeAndName(urn),
        ...(old && { old }),
        ...(desired && { new: desired }),
        ...(differences && { differences }),
        changedProperties: textsIn(changedProperties),
    };
}

/** A replacement is one step, whether or not its parts are listed, too. */
export function withoutParts(steps: PreviewedStep[]): PreviewedStep[] {
    const whole = new Set(steps.filter(({ op }) => op === "replace").map(({ urn }) => urn));
    return steps.filter(({ op, operation, urn }) => operation !== "replace" || op === "replace" || !whole.has(urn));
}

/** A resource of a preview or of a stack export. */
export function resourceOf(state: unknown): PreviewedResource | undefined {
    if (!isRecord(state)) {
        return undefined;
    }
    const values: Values = { ...state };
    const { id, parent, retainOnDelete, dependencies, propertyDependencies } = values;
    return {
        urn: textOf(values.urn),
        type: textOf(values.type),
        ...(typeof id === "string" && id !== "" && { id }),
        inputs: decodedAll(values.inputs),
        outputs: decodedAll(values.outputs),
        ...(typeof parent === "string" && parent !== "" && { parent }),
        dependencies: textsIn(dependencies),
        propertyDependencies: Object.fromEntries(
            Object.entries(Object(propertyDependencies)).map(([property, urns]) => [property, textsIn(urns)]),
        ),
        retainOnDelete: retainOnDelete === true,
        pendingDeletion: values.delete === true,
    };
}

function typeAndName(urn: string): { type: string; name: string } {
    const [, , types = ""] = urn.split("::");
    return { type: types.slice(types.lastIndexOf("$") + 1), name: nameInUrn(urn) };
}

function decodedAll(values: unknown): Values {
    return isRecord(values)
        ? Object.fromEntries(Object.entries(values).map(([key, value]) => [key, decoded(value)]))
        : {};
}

/** Secrets are dropped here already: a stack export may hold them in the clear. */
function decoded(value: unknown): unknown {
    if (value === UNKNOWN_VALUE) {
        return UNKNOWN;
    }
    if (Array.isArray(value)) {
        return value.map(decoded);
    }
    if (!isRecord(value)) {
        return value;
    }
    return SIGNATURE in value ? HIDDEN_SECRET : decodedAll(value);
}

function textsIn(value: unknown): string[] {
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}
