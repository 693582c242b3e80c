import {
    ClusterIdentityName,
    ControlPlaneIdentityType,
    KubeletIdentityType,
    type ManagedIdentityAksClusterArgs,
    RegistryPermissions,
} from "../args";
import { CONTAINER_REGISTRY, isIdOf } from "../azure/resourceId";
import { registryNames } from "../grants/registries";
import { GUID, given, isObject, matches, oneOf } from "./places";
import type { Path, Place, Rule } from "./rule";

const ROLE_DEFINITION =
    /^\/subscriptions\/[^/]+\/(?:.+\/)?providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i;
const GRANT_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

const REGISTRIES = "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration";
const ROLES = "https://learn.microsoft.com/azure/role-based-access-control/role-definitions-list";

/** What the cluster's identities get access to. */
export const ACCESS_RULES: readonly Rule[] = [
    {
        code: "Registries",
        asksOutputs: true,
        places: (args) => [
            ...given(["registries"], args.registries),
            ...given(["delegatedAccess"], args.delegatedAccess),
        ],
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
        code: "GrantName",
        places: (args) => [
            ...each(args.registries, "registries", (registry, path) =>
                given([...path, "name"], registry.name),
            ),
            ...each(args.delegatedAccess, "delegatedAccess", (access, path) => [
                { path: [...path, "name"], value: access.name },
            ]),
        ],
        broken: (value) => !matches(GRANT_NAME, value),
        rule: "a grant's name has 1 to 40 lower-case letters, digits and hyphens, no hyphen at its ends",
        fix: 'Use a name like "shared-disks".',
        source: "https://www.pulumi.com/docs/iac/concepts/resources/names",
    },
    {
        code: "GrantNameTwice",
        places: (args) => [...twice(registryPlaces(args)), ...twice(delegatedPlaces(args))],
        broken: (value, before) => Array.isArray(before) && before.includes(value),
        rule: "an earlier entry of the list has this name, given or taken from its id",
        fix: "Give each a name of its own.",
        source: "https://www.pulumi.com/docs/iac/concepts/resources/names",
    },
    {
        code: "BootstrapRegistryNeedsOwnKubeletIdentity",
        asksOutputs: true,
        places: (args) => given(["bootstrapRegistryId"], args.bootstrapRegistryId, kubeletIsAksManaged(args)),
        broken: (_, aksManaged) => aksManaged === true,
        rule: "the nodes pull from this registry while the cluster is made, when a kubelet identity of AKS's own has no role yet",
        fix: "Use a user-assigned control plane and kubelet identity, or remove bootstrapRegistryId.",
        source: "https://learn.microsoft.com/azure/aks/network-isolated",
    },
    {
        code: "RoleDefinitionId",
        places: (args) => [
            ...each(args.delegatedAccess, "delegatedAccess", (access, path) => [
                { path: [...path, "roleDefinitionId"], value: access.roleDefinitionId },
            ]),
            ...given(["networkRoleDefinitionId"], args.networkRoleDefinitionId),
        ],
        broken: (value) => !matches(ROLE_DEFINITION, value) && !matches(GUID, value),
        rule: "a role is named by the GUID or the full id of its definition",
        fix: "Pass a GUID such as acdd72a7-3385-48ef-bd42-f606fba81ae7 (Reader), not the role's name.",
        source: ROLES,
    },
    {
        code: "DelegatedScope",
        places: (args) =>
            each(args.delegatedAccess, "delegatedAccess", (access, path) => [
                { path: [...path, "scope"], value: access.scope },
            ]),
        broken: (value) => !matches(/^\/subscriptions\/[^/]+(?:\/.+)?$/i, value),
        rule: "a scope is the id of a subscription, a resource group or a resource",
        fix: "Pass an id that starts with /subscriptions/.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    },
    {
        code: "DelegatedIdentity",
        places: (args) =>
            each(args.delegatedAccess, "delegatedAccess", (access, path) =>
                given([...path, "identity"], access.identity),
            ),
        broken: (value) => !oneOf(ClusterIdentityName, value),
        rule: "access is delegated to controlPlane or kubelet",
        fix: "Use one of the two, or leave it out for controlPlane.",
        source: "https://learn.microsoft.com/azure/aks/use-managed-identity",
    },
];

/** The places of each entry of a list; what is no list of objects has a rule of its own. */
function each<T>(list: T[] | undefined, name: string, places: (entry: T, path: Path) => Place[]): Place[] {
    return (Array.isArray(list) ? list : []).flatMap((entry, index) =>
        isObject(entry) ? places(entry, [name, index]) : [],
    );
}

function registryPlaces(args: ManagedIdentityAksClusterArgs): Place[] {
    const registries = (Array.isArray(args.registries) ? args.registries : []).filter(isObject);
    return registryNames(registries).map((value, index) => ({ path: ["registries", index, "name"], value }));
}

function delegatedPlaces(args: ManagedIdentityAksClusterArgs): Place[] {
    return each(args.delegatedAccess, "delegatedAccess", (access, path) => [
        { path: [...path, "name"], value: access.name },
    ]);
}

/** Each place beside the values of those before it. */
function twice(places: Place[]): Place[] {
    return places.map((place, index) => ({
        ...place,
        beside: places.slice(0, index).map(({ value }) => value),
    }));
}

function kubeletIsAksManaged({
    controlPlaneIdentity,
    kubeletIdentity,
}: ManagedIdentityAksClusterArgs): boolean {
    return (
        controlPlaneIdentity?.type === ControlPlaneIdentityType.SystemAssigned ||
        kubeletIdentity?.type === KubeletIdentityType.AksManaged
    );
}
