import { type Created, createdResources } from "./createdResources";
import {
    ADDON_ROLE_ASSIGNMENTS,
    CLUSTER,
    CLUSTER_IDENTITIES,
    CLUSTER_IDENTITIES_ROLE_ASSIGNMENTS,
    makeCluster,
    makeClusterIdentities,
    makeWorkloadIdentity,
    ROLE_ASSIGNMENTS,
    WORKLOAD_IDENTITY,
} from "./resourceRows";

const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";

/** What each component creates. */
export interface ComponentResources {
    cluster: Created[];
    roleAssignments: Created[];
    addonRoleAssignments: Created[];
    clusterIdentities: Created[];
    clusterIdentitiesRoleAssignments: Created[];
    workloadIdentity: Created[];
}

export async function allResources(): Promise<ComponentResources> {
    return {
        cluster: others(await createdResources(makeCluster, CLUSTER)),
        roleAssignments: roleAssignmentsOf(await createdResources(makeCluster, ROLE_ASSIGNMENTS)),
        addonRoleAssignments: roleAssignmentsOf(await createdResources(makeCluster, ADDON_ROLE_ASSIGNMENTS)),
        clusterIdentities: others(await createdResources(makeClusterIdentities, CLUSTER_IDENTITIES)),
        clusterIdentitiesRoleAssignments: roleAssignmentsOf(
            await createdResources(makeClusterIdentities, CLUSTER_IDENTITIES_ROLE_ASSIGNMENTS),
        ),
        workloadIdentity: await createdResources(makeWorkloadIdentity, WORKLOAD_IDENTITY),
    };
}

const roleAssignmentsOf = (created: Created[]) => created.filter(({ type }) => type === ROLE_ASSIGNMENT);
const others = (created: Created[]) => created.filter(({ type }) => type !== ROLE_ASSIGNMENT);

/** The page of all resources of the components, by name. */
export function resourcesPage(resources: ComponentResources): string {
    return [
        "# Resources and their names",
        "",
        "`test/unit/docs/resourcesPage.test.ts` generates this page. It runs the components and lists what they create.",
        "",
        "Each component creates its resources as children. The names and types on this page are stable, so a",
        "[transform](https://www.pulumi.com/docs/iac/concepts/options/transforms) can find a resource by its name or type.",
        "`<name>` is the name of the component.",
        "",
        "## ManagedIdentityAksCluster",
        "",
        ...withTypes(resources.cluster),
        "",
        "The system pool is part of the cluster resource. Further pools are created one after the other.",
        "",
        "In Azure the cluster has the name `clusterName`, or the name of the component, and a new identity has the name of its",
        "resource, `<name>-control-plane` or `<name>-kubelet`. So a run finds what an earlier run has begun to create.",
        "",
        "`LastApplied` is no resource in Azure. Its outputs record which properties the last successful `pulumi up` set, without",
        "their values. The next run turns off or leaves out what the program no longer sets, and leaves alone what others have",
        "set. `<name>-skipped` records which commands for role assignments have been printed.",
        "",
        `Role assignments are of type \`${ROLE_ASSIGNMENT}\`. Most exist before the cluster. Their names start with`,
        "`<name>-` and end with:",
        "",
        ...endings(resources.roleAssignments),
        "",
        "With your private DNS zone, Network Contributor on the virtual network replaces the role assignments on its",
        "subnets and `virtual-network-reader`.",
        "",
        "Role assignments of add-ons exist after the cluster, because AKS creates their identities with it:",
        "",
        ...endings(resources.addonRoleAssignments),
        "",
        "Each identity has its own names. When the cluster changes from one identity to another, the role assignments of",
        "both exist together, and you can go back to the former program until the update is done:",
        "",
        "- Role assignments of an existing identity start with `<name>-<identity>-`.",
        "- With a system-assigned control plane identity, names of its role assignments start with `<name>-system-assigned-`.",
        "- With a kubelet identity that AKS creates, names of its role assignments start with `<name>-aks-managed-`.",
        "- With a service principal, all names start with `<name>-service-principal-`.",
        "- `kubelet-managed-identity-operator` starts with the name of an existing kubelet identity, too.",
        "- If several inputs need the same role assignment, there is one.",
        "",
        "## How a role assignment gets its name",
        "",
        "- A part such as `<subnet>`, `<registry>` or `<identity>` is the last segment of a plain id, in lower case, or the name",
        "  of the Pulumi resource whose `id` you pass. Pools and registries can come, go and change their order without a change",
        "  of other names.",
        "- For any other output, such as one of a StackReference, the value is not known when resources are named. The part is",
        "  then the name of the pool (`<pool>` or `<pool>-pod`) or the position in the list (`registry`, `registry2`).",
        "  An existing identity is then called `existing`. `registries`, `addons.keyVaultSecrets.vaults` and `keyVaultKms` of",
        "  `AksClusterIdentities` accept a `name` instead.",
        "- If two names are equal, the second one ends with `-2`.",
        "- If you change how an id is passed, the name can change. The preview then fails before it creates the same role",
        "  assignment twice, and prints the `pulumi state rename` command.",
        "",
        "In Azure the name of a role assignment is a GUID that depends only on scope, principal and role. The same permission",
        "always has the same name. A changed permission is a new role assignment, which exists before the old one is deleted.",
        "",
        "## AksClusterIdentities",
        "",
        ...withTypes(resources.clusterIdentities),
        "",
        "Role assignments, whose names start with `<name>-` and end with:",
        "",
        ...endings(resources.clusterIdentitiesRoleAssignments),
        "",
        "## AksWorkloadIdentity",
        "",
        ...withTypes(resources.workloadIdentity),
        "",
        "A federated credential has the same name in Azure. A name that Azure does not accept (with a dot, or longer than 120",
        "characters) is shortened and ends with `__` and a hash. It stays when the component gets another name. The order of",
        "`serviceAccounts` does not matter. Azure allows one write at a time in an identity, so credentials are created and",
        "deleted one after the other.",
        "",
    ].join("\n");
}

function withTypes(resources: Created[]): string[] {
    const rows = resources.map(({ name, type, created }) => [code(name), code(type), created.join(", ")]);
    return table(["name", "type", "created"], rows);
}

function endings(resources: Created[]): string[] {
    const rows = resources.map(({ name, created }) => [code(name.replace("<name>-", "")), created.join(", ")]);
    return table(["name", "created"], rows);
}

const code = (text: string) => `\`${text}\``;

/** In columns of equal width. */
function table(head: string[], rows: string[][]): string[] {
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
    const line = (row: string[], fill = " ") =>
        `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
    return [line(head), line([], "-"), ...rows.map((row) => line(row))];
}
