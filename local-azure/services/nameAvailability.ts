import { stringAt } from "../kernel/json";
import { nameOf } from "../kernel/resourceId";
import { providerType } from "../kernel/typeNames";
import { tableOf } from "./plainResource";
import type { Call, Route } from "./service";

/** `POST …/providers/{namespace}/checkNameAvailability`, for types whose names are one world-wide. */
export function nameAvailabilityRoute(types: Record<string, NameRule>): Route {
    const typeOf = (namespace: string) =>
        Object.keys(types).find((type) => type.toLowerCase().startsWith(`${namespace.toLowerCase()}/`));
    return {
        method: "POST",
        type: providerType,
        on: { action: "checkNameAvailability" },
        // Every signed-in caller asks under the asked provider's own action.
        action: ({ name }) => `${name}/checkNameAvailability/read`,
        versionsOf: ({ name }) => typeOf(name),
        handle: (call) => {
            const type = typeOf(call.path.name) ?? "";
            const { invalid, taken } = types[type] ?? nothing;
            const name = stringAt(call.body, "name") ?? "";
            if (invalid(name)) return answer("AccountNameInvalid", invalid(name));
            if (holderOf(call, type, name)) return answer("AlreadyExists", taken(name));
            return { status: 200, body: { nameAvailable: true } };
        },
    };
}

export interface NameRule {
    /** What is wrong with a name. */
    invalid: (name: string) => string | undefined;
    taken: (name: string) => string;
}

const nothing: NameRule = { invalid: () => undefined, taken: () => "" };

function answer(reason: string, message: string | undefined) {
    return { status: 200, body: { nameAvailable: false, reason, message } };
}

/** The resource that has a name already, in whatever group. */
export function holderOf({ azure }: Call, type: string, name: string): string | undefined {
    return tableOf(azure, type)
        .list()
        .find(({ id }) => nameOf(id).toLowerCase() === name.toLowerCase())?.id;
}
