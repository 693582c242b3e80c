import type { ClusterJob } from "../../local-azure/contract";
import { bases, type Evidence } from "../../local-azure/kernel/evidence";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { slugOf } from "../scenarios/page";

/** A role assignment with the jobs that the model denied without it. */
export interface ProvenNeed {
    assignment: Pick<RequiredRoleAssignment, "identity" | "role" | "scope" | "description">;
    denied: (Pick<ClusterJob, "operation"> & Evidence)[];
}

/** The role assignments of a scenario; the test has shown each of them sufficient and necessary in the model. */
export interface ScenarioNeeds {
    title: string;
    needs: ProvenNeed[];
}

/** The page of all scenarios, each with its role assignments, their reasons, and what the proof of each rests on. */
export function permissionsPage(scenarios: ScenarioNeeds[]): string {
    return [
        "# Which identity needs which role",
        "",
        "`test/engine/scenarios.test.ts` generates this page. It deploys each of these clusters with the Pulumi engine to the",
        "[model of Azure](model-of-azure.md). With the listed role assignments, everything that AKS does with the cluster's",
        "identities is allowed. Without any one of them, something is denied.",
        "",
        "This was tested on the local model only. The words in brackets say how it is known that AKS sends the denied requests in Azure, too:",
        "",
        "- recorded: an answer of Azure shows it.",
        "- documented: Azure's documentation says it.",
        "- derived: it was concluded from these, for example from a role that the documentation names. **No answer of Azure shows",
        "  it, and no page says it.**",
        "",
        "The [last section](#what-the-proofs-rest-on) lists the sources.",
        "",
        "- The component creates all of these role assignments.",
        "- AKS itself makes the control plane Contributor on the node resource group. That role is not listed.",
        "- [Identities and role assignments](identities.md) explains the identities; add-ons are listed by the keys of the output",
        "  `addonIdentities`.",
        "- Two role assignments that an input requests are not on this page: Container Registry Repository Catalog Lister",
        "  (`registries[].listRepositories`), and Managed Identity Operator on the identities of `addons.podIdentity`.",
        ...scenarios.flatMap(({ title, needs }) => [
            "",
            `## ${title}`,
            "",
            `[Picture and programs](scenarios/${slugOf({ title })}.md)`,
            "",
            ...lines(needs),
        ]),
        "",
        "## What the proofs rest on",
        "",
        ...sources(scenarios.flatMap(({ needs }) => needs.flatMap(({ denied }) => denied))),
        "",
    ].join("\n");
}

function lines(needs: ProvenNeed[]): string[] {
    const found = needs.map(
        ({ assignment: { identity, role, scope, description }, denied }) =>
            `- ${IDENTITIES[identity] ?? `\`${identity}\``}: **${role}** on the ${kindOf(scope)} (${basesOf(denied)}).\n  ${description}`,
    );
    return found.length > 0 ? [...new Set(found)].sort() : ["No role assignment."];
}

/** The surest first. */
function basesOf(denied: Evidence[]): string {
    return bases.filter((each) => denied.some(({ basis }) => basis === each)).join(", ");
}

function sources(denied: ProvenNeed["denied"]): string[] {
    return [...new Set(denied.map(({ operation, basis, source }) => `- [${operation}: ${basis}](${source})`))].sort();
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
