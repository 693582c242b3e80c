import { UNKNOWN, valueAt } from "../values";

import { type Rule, when } from "./rule";

/** An input that is given, whatever its value, be it known or not. */
export const GIVEN = Symbol("given");

/** A value, several of which one is enough, or `GIVEN`; `undefined` is an input that is left out. */
type Setting = string | boolean | undefined | typeof GIVEN | readonly (string | boolean | undefined)[];

/**
 * For a rule about settings that do not go together: it is violated where each input has the setting beside its path, and
 * reported at the first of them.
 */
export function together(settings: Record<string, Setting>): Rule<object>["validate"] {
    const [first = ""] = Object.keys(settings);
    return (args) =>
        when(
            Object.entries(settings).every(([path, setting]) => has(setting, valueAt(args, path.split(".")))),
            first,
        );
}

function has(setting: Setting, value: unknown): boolean {
    if (setting === GIVEN) {
        return value !== undefined;
    }
    return value !== UNKNOWN && (Array.isArray(setting) ? setting : [setting]).some((each) => each === value);
}
