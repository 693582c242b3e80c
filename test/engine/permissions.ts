import type { RequiredRoleAssignment } from "../../src/outputs";

/** The role assignments of a scenario; the test has shown each of them sufficient and necessary in the model. */
export interface ScenarioNeeds {
    title: string;
    roleAssignments: RequiredRoleAssignment[];
}

/** The page of all scenarios, each with its role assignments and their reasons. */
export function permissionsPage(scenarios: ScenarioNeeds[]): string {
    return [
        "# Which identity needs which role",
        "",
        "`test/engine/scenarios.test.ts` generates this page. It deploys each of these clusters with the Pulumi engine to the",
        "[model of Azure](model-of-azure.md). With the listed role assignments, everything that AKS does with the cluster's",
        "identities is allowed. Without any one of them, something is denied.",
        "",
        "- The component creates all of these role assignments.",
        "- AKS itself makes the control plane Contributor on the node resource group. That role is not listed.",
        "- [Identities and role assignments](identities.md) explains the identities; add-ons are listed by the keys of the output",
        "  `addonIdentities`.",
        "- Two role assignments that an input requests are not on this page: Container Registry Repository Catalog Lister",
        "  (`registries[].listRepositories`), and Managed Identity Operator on the identities of `addons.podIdentity`.",
        ...scenarios.flatMap(({ title, roleAssignments }) => ["", `## ${title}`, "", ...needs(roleAssignments)]),
        "",
    ].join("\n");
}

function needs(roleAssignments: RequiredRoleAssignment[]): string[] {
    const lines = roleAssignments.map(
        ({ identity, role, scope, description }) =>
            `- ${IDENTITIES[identity] ?? `\`${identity}\``}: **${role}** on the ${kindOf(scope)}.\n  ${description}`,
    );
    return lines.length > 0 ? [...new Set(lines)].sort() : ["No role assignment."];
}

const IDENTITIES: Record<string, string> = { controlPlane: "Control plane", kubelet: "Kubelet" };

/** `subnet` of a subnet's id. */
function kindOf(scope: string): string {
    const type = scope.split("/").at(-2) ?? "";
    const kind = KINDS[type];
    if (kind === undefined) {
        // A scope in another letter case is of a type that `canonicalScope` in src/azure/resourceId.ts does not know.
        throw new Error(`no words for a scope of type ${type}: add it to KINDS, and to KNOWN_TYPES in resourceId.ts`);
    }
    return kind;
}

const KINDS: Record<string, string> = {
    applicationGateways: "application gateway",
    dnsZones: "DNS zone",
    diskEncryptionSets: "disk encryption set",
    managedClusters: "cluster",
    natGateways: "NAT gateway",
    privateDnsZones: "private DNS zone",
    registries: "container registry",
    resourceGroups: "resource group",
    routeTables: "route table",
    subnets: "subnet",
    userAssignedIdentities: "managed identity",
    vaults: "key vault",
    virtualNetworks: "virtual network",
};
