import type {
    ExistingRoleAssignmentArgs,
    KmsVaultArgs,
    ManagedIdentityAksClusterArgs,
    RoleAssignmentArgs,
} from "../args";
import { MANAGED_IDENTITY_PAGE } from "../azure/pages";
import { hasIdentity } from "../grants/grant";
import { entryNames } from "../grants/grantNames";
import { rules } from "../validation/rule";
import { otherThan } from "../validation/settings";
import { UNKNOWN } from "../values";
import { isListOfObjects, PULUMI_NAMES } from "./common";
import { repeated } from "./pools";

/** Registries, of the components that have them. */
export const REGISTRY_RULES = rules<Pick<ManagedIdentityAksClusterArgs, "registries">>(
    "aks/cluster-container-registry-integration",
    {
        Registries: {
            inputs: ["registries"],
            accepts: isListOfObjects,
            message: "the value must be a list of objects",
            fix: "Pass a list such as [{ id: registry.id }].",
        },
        ListRepositoriesNeedsAbac: {
            when: { "registries[].listRepositories": true, "registries[].permissions": otherThan("Abac") },
            message: "listing repositories requires a registry with permissions Abac",
            fix: "Remove listRepositories. For a registry with ABAC repository permissions, set permissions to Abac instead.",
        },
    },
);

/** Further roles of the identities of a cluster. */
export const EXTRA_ROLE_RULES = rules<Pick<ManagedIdentityAksClusterArgs, "extraRoleAssignments" | "addons">>(
    MANAGED_IDENTITY_PAGE,
    {
        ExtraRoleAssignmentNeedsAddon: {
            validate: ({ extraRoleAssignments = [], addons }) =>
                extraRoleAssignments.flatMap(({ identity = "controlPlane" }, index) =>
                    hasIdentity(identity, addons) ? [] : [["extraRoleAssignments", index, "identity"]],
                ),
            message: "this is the identity of an add-on that is not set",
            fix: 'Turn the add-on on (omsagent: addons.containerInsights with authentication "Legacy"), or remove the entry. AksClusterIdentities takes controlPlane and kubelet only.',
        },
    },
);

/** The access lists of a component; each component has some of them. */
type AccessArgs = Partial<
    Pick<ManagedIdentityAksClusterArgs, "registries" | "addons"> & {
        keyVaultKms: KmsVaultArgs[];
        extraRoleAssignments: RoleAssignmentArgs[];
        existingRoleAssignments: ExistingRoleAssignmentArgs[];
    }
>;

/** Role assignments and their names, of every component. */
export const ACCESS_RULES = rules<AccessArgs>("role-based-access-control/troubleshooting", {
    ExistingRoleAssignmentName: {
        inputs: ["existingRoleAssignments[].name"],
        accepts: /^.{1,500}$/,
        message: "this must be the Pulumi name of a role assignment of the component, of 1 to 500 characters",
        fix: "Use the name that the preview shows, such as aks-system-subnet-network-contributor.",
        source: PULUMI_NAMES,
    },
    ExistingRoleAssignmentId: {
        inputs: ["existingRoleAssignments[].roleAssignmentId"],
        accepts:
            /^\/(?:.+\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        message: "this must be the resource id of a role assignment",
        fix: "Pass an id like <scope>/providers/Microsoft.Authorization/roleAssignments/<GUID>, as the preview shows it.",
    },
    ExistingRoleAssignmentTwice: {
        validate: ({ existingRoleAssignments = [] }) =>
            repeatedNames(existingRoleAssignments, "existingRoleAssignments"),
        message: "an earlier entry of the list has the same name, and each role assignment can be listed only once",
        fix: "Remove one of the two.",
    },
    GrantNameTwice: {
        validate: ({ registries = [], extraRoleAssignments = [], keyVaultKms = [], addons }) => [
            ...repeatedNames(extraRoleAssignments, "extraRoleAssignments"),
            ...repeatedNames(named(registries, "registry"), "registries"),
            ...repeatedNames(
                named(
                    keyVaultKms.map(({ keyVaultId: id, name }) => ({ id, name })),
                    "vault",
                ),
                "keyVaultKms",
            ),
            ...repeatedNames(named(addons?.keyVaultSecrets?.vaults, "vault"), "addons.keyVaultSecrets.vaults"),
        ],
        message: "an earlier entry of the list has the same name (by default, the name comes from the id)",
        fix: "Set a different name for each entry.",
        source: PULUMI_NAMES,
    },
});

/** The entries with the names of their role assignments, if their ids are known. */
function named(entries: { id: string | typeof UNKNOWN; name?: string | undefined }[] = [], kind: string) {
    return entries.map(({ id, name }) =>
        id === UNKNOWN ? { name } : { name: entryNames([{ id, ...(name !== undefined && { name }) }], kind)[0] },
    );
}

function repeatedNames(entries: { name?: string | undefined }[], list: string): (string | number)[][] {
    const names = entries.map(({ name }) => name);
    return repeated(names).map((index) => [...list.split("."), index, "name"]);
}
