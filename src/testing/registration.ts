import { isSentSecret, type RegisterRequest } from "../engine/sdk";
import { isObject } from "../values";
import type { MockedResource } from "./azureMocks";

/** What a program gives with a resource, beside its inputs: mocks are told nothing of it. */
export type Registration = Omit<MockedResource, "inputs" | "id" | "state">;

export function registrationOf(request: RegisterRequest): Registration {
    const nameIn = (urn: string) => urn.split("::").pop() ?? "";
    return {
        type: request.getType(),
        name: request.getName(),
        parent: nameIn(request.getParent()) || undefined,
        dependsOn: request.getDependenciesList().map(nameIn),
        protect: request.getProtect(),
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
        retainOnDelete: request.getRetainondelete(),
        onError: request.getHooks()?.getOnErrorList?.() ?? [],
        // Of secrets, mocks are told the first keys of their paths alone.
        secretInputs: secretPaths(request.getObject()?.toJavaScript()),
    };
}

/** Where the secrets are in inputs as they are sent: `windowsProfile.adminPassword`. */
function secretPaths(value: unknown, path: string[] = []): string[] {
    if (!isObject(value)) {
        return [];
    }
    return isSentSecret(value)
        ? [path.join(".")]
        : Object.entries(value).flatMap(([key, inside]) => secretPaths(inside, [...path, key]));
}
