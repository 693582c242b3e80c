import type {
    ExistingRoleAssignmentArgs,
    KmsVaultArgs,
    ManagedIdentityAksClusterArgs,
    RegistryArgs,
    RoleAssignmentArgs,
} from "../args";
import { MANAGED_IDENTITY_PAGE } from "../azure/pages";
import { CONTAINER_REGISTRY } from "../azure/resourceId";
import { entryNames } from "../grants/grantNames";
import { UNKNOWN } from "../values";

import { objectListFormat, resourceIdFormat, textFormat } from "./formats";
import { repeated } from "./pools";
import { type Format, type Known, type Rule, type Violation, when } from "./rule";

const REGISTRIES = "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration";
const PULUMI_NAMES = "https://www.pulumi.com/docs/iac/concepts/resources/names";
const TROUBLESHOOTING = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting";

export const ACCESS_FORMATS: readonly Format[] = [
    objectListFormat({
        code: "Registries",
        inputs: ["registries"],
        message: "this is a list of objects",
        fix: "Pass a list such as [{ id: registry.id }].",
        source: REGISTRIES,
    }),
    resourceIdFormat(CONTAINER_REGISTRY, "a registry", {
        code: "RegistryId",
        inputs: ["registries[].id", "bootstrapRegistryId"],
        source: REGISTRIES,
    }),
    {
        code: "RegistryPermissions",
        inputs: ["registries[].permissions"],
        message: "a registry's permissions are Rbac or Abac",
        fix: "Use the registry's own role assignment mode, or leave it out for Rbac.",
        source: REGISTRIES,
    },
    {
        code: "RoleAssignmentIdentity",
        inputs: ["extraRoleAssignments[].identity"],
        message: "an extra role assignment is to controlPlane or kubelet",
        fix: "Use one of the two, or leave it out for controlPlane.",
        source: MANAGED_IDENTITY_PAGE,
    },
    textFormat(/^.{1,500}$/, {
        code: "ExistingRoleAssignmentName",
        inputs: ["existingRoleAssignments[].name"],
        message:
            "a role assignment that exists goes by the logical name that it would have here, of at most 500 characters",
        fix: "Use the name that the preview shows, such as aks-system-subnet-network-contributor.",
        source: PULUMI_NAMES,
    }),
    textFormat(
        /^\/(?:.+\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        {
            code: "ExistingRoleAssignmentId",
            inputs: ["existingRoleAssignments[].roleAssignmentId"],
            message: "a role assignment that exists is named by its resource id",
            fix: "Pass an id like <scope>/providers/Microsoft.Authorization/roleAssignments/<GUID>, as the preview shows it.",
            source: TROUBLESHOOTING,
        },
    ),
    {
        code: "ExistingRoleAssignmentMode",
        inputs: ["existingRoleAssignments[].mode"],
        message: "a role assignment that exists is imported into this stack (Import) or left to others (Skip)",
        fix: "Use one of the two.",
        source: TROUBLESHOOTING,
    },
];

/** The lists of what identities get access to, as far as a component has them. */
type AccessArgs = Partial<
    Pick<ManagedIdentityAksClusterArgs, "registries" | "addons"> & {
        keyVaultKms: KmsVaultArgs[];
        extraRoleAssignments: RoleAssignmentArgs[];
        existingRoleAssignments: ExistingRoleAssignmentArgs[];
    }
>;

/** Registries, of the components that have them. */
export const REGISTRY_RULES: readonly Rule<Pick<ManagedIdentityAksClusterArgs, "registries">>[] = [
    {
        code: "ListRepositoriesNeedsAbac",
        validate: ({ registries = [] }) =>
            registries.flatMap(({ listRepositories, permissions }: Known<RegistryArgs>, index) =>
                when(listRepositories === true && permissions !== "Abac", ["registries", index, "listRepositories"]),
            ),
        message: "the role that lists repositories works in a registry with permissions Abac only",
        fix: "Remove listRepositories; AcrPull needs no list.",
        source: REGISTRIES,
    },
];

/** Names in lists, of every component. */
export const ACCESS_RULES: readonly Rule<AccessArgs>[] = [
    {
        code: "GrantNameTwice",
        validate: ({ registries = [], extraRoleAssignments = [], keyVaultKms = [], addons }) => [
            ...repeatedNames(named(registries, "registry"), "registries"),
            ...repeatedNames(extraRoleAssignments, "extraRoleAssignments"),
            ...repeatedNames(
                named(
                    keyVaultKms.map(({ keyVaultId, name }) => ({ id: keyVaultId, name })),
                    "vault",
                ),
                "keyVaultKms",
            ),
            ...repeatedNames(named(addons?.keyVaultSecrets?.vaults ?? [], "vault"), "addons.keyVaultSecrets.vaults"),
        ],
        message: "an earlier entry of the list has this name, given or taken from its id",
        fix: "Give each a name of its own.",
        source: PULUMI_NAMES,
    },
    {
        code: "ExistingRoleAssignmentTwice",
        validate: ({ existingRoleAssignments = [] }) =>
            repeatedNames(existingRoleAssignments, "existingRoleAssignments"),
        message: "an earlier entry of the list is of this role assignment, and Azure has it once",
        fix: "Remove one of the two.",
        source: TROUBLESHOOTING,
    },
];

/** The entries by the names that their role assignments get, as far as their ids are known. */
function named(entries: { id: string | typeof UNKNOWN; name?: string | undefined }[], kind: string) {
    return entries.map(({ id, name }) =>
        id === UNKNOWN ? { name } : { name: entryNames([{ id, ...(name !== undefined && { name }) }], kind)[0] },
    );
}

function repeatedNames(entries: { name?: string | undefined }[], list: string): Violation[] {
    const names = entries.map(({ name }) => name);
    return repeated(names).map((index) => ({ path: [...list.split("."), index, "name"] }));
}
