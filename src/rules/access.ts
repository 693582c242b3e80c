import { ClusterIdentityName, type ManagedIdentityAksClusterArgs, RegistryPermissions } from "../args";
import { CONTAINER_REGISTRY, isIdOf } from "../azure/resourceId";
import { entryNames, type NamedEntry } from "../grants/grantNames";
import { isObject, oneOf } from "../values";
import { each, extraRoleAssignments, given, twice } from "./places";
import type { Path, Place, Rule } from "./rule";
import { EXTRA_ROLE_ASSIGNMENTS, GRANT_NAME, GRANT_NAME_TWICE, ROLE, SCOPE } from "./verdicts";

const REGISTRIES = "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration";

/** What identities of clusters get access to, as every component asks for it that gives it to them. */
type AccessArgs = Pick<
    ManagedIdentityAksClusterArgs,
    "registries" | "bootstrapRegistryId" | "extraRoleAssignments" | "addons"
>;

/** What the cluster's identities get access to. */
export const ACCESS_RULES: readonly Rule<AccessArgs>[] = [
    {
        code: "Registries",
        asksOutputs: true,
        places: (args) => given(["registries"], args.registries),
        broken: (value) => !Array.isArray(value) || !value.every(isObject),
        rule: "this is a list of objects",
        fix: "Pass a list such as [{ id: registry.id }].",
        source: REGISTRIES,
    },
    {
        code: "RegistryId",
        places: (args) => [
            ...each(args.registries, "registries", (registry, path) => [
                { path: [...path, "id"], value: registry.id },
            ]),
            ...given(["bootstrapRegistryId"], args.bootstrapRegistryId),
        ],
        broken: (value) => typeof value !== "string" || !isIdOf(CONTAINER_REGISTRY, value),
        rule: "a registry is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ContainerRegistry/registries/<name>.",
        source: REGISTRIES,
    },
    {
        code: "RegistryPermissions",
        places: (args) =>
            each(args.registries, "registries", (registry, path) =>
                given([...path, "permissions"], registry.permissions),
            ),
        broken: (value) => !oneOf(RegistryPermissions, value),
        rule: "a registry's permissions are Rbac or Abac",
        fix: "Use the registry's own role assignment mode, or leave it out for Rbac.",
        source: REGISTRIES,
    },
    {
        code: "ListRepositoriesNeedsAbac",
        places: (args) =>
            each(args.registries, "registries", (registry, path) =>
                given([...path, "listRepositories"], registry.listRepositories, registry.permissions),
            ),
        broken: (value, permissions) => value === true && permissions !== RegistryPermissions.Abac,
        rule: "the role that lists repositories works in a registry with permissions Abac only",
        fix: "Remove listRepositories; AcrPull needs no list.",
        source: REGISTRIES,
    },
    {
        ...GRANT_NAME,
        places: (args) => [
            ...each(args.registries, "registries", (registry, path) =>
                given([...path, "name"], registry.name),
            ),
            ...extraRoleAssignments(args, "name"),
            ...each(args.addons?.keyVaultSecrets?.vaults, "vaults", (vault, path) =>
                given(["addons", "keyVaultSecrets", ...path, "name"], vault.name),
            ),
        ],
    },
    {
        ...GRANT_NAME_TWICE,
        places: (args) => [
            ...twice(entryPlaces(["registries"], args.registries, "registry")),
            ...twice(extraRoleAssignments(args, "name")),
            ...twice(
                entryPlaces(
                    ["addons", "keyVaultSecrets", "vaults"],
                    args.addons?.keyVaultSecrets?.vaults,
                    "vault",
                ),
            ),
        ],
    },
    {
        ...EXTRA_ROLE_ASSIGNMENTS,
        places: (args) => given(["extraRoleAssignments"], args.extraRoleAssignments),
    },
    { ...ROLE, places: (args) => extraRoleAssignments(args, "role") },
    { ...SCOPE, places: (args) => extraRoleAssignments(args, "scope") },
    {
        code: "RoleAssignmentIdentity",
        places: (args) =>
            each(args.extraRoleAssignments, "extraRoleAssignments", ({ identity }, path) =>
                given([...path, "identity"], identity),
            ),
        broken: (value) => !oneOf(ClusterIdentityName, value),
        rule: "an extra role assignment is to controlPlane or kubelet",
        fix: "Use one of the two, or leave it out for controlPlane.",
        source: "https://learn.microsoft.com/azure/aks/use-managed-identity",
    },
];

/** The names of a list's entries, given or taken from their ids. */
export function entryPlaces(path: Path, list: NamedEntry[] | undefined, kind: string): Place[] {
    const named = (Array.isArray(list) ? list : []).filter(isObject);
    return entryNames(named, kind).map((value, index) => ({ path: [...path, index, "name"], value }));
}
