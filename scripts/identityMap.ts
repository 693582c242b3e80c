import { textOf } from "../src/migration/formats/text";
import { grantsReport } from "../src/migration/grantsReport";
import { mapReport } from "../src/migration/mapReport";
import type { Block } from "../src/migration/report";
import type { ControlPlaneIdentityResponse, KubeletIdentityResponse, RequiredRoleAssignment } from "../src/outputs";

/** What a deployed cluster says of its identities; the stack outputs of the quickstart. */
export interface IdentityFacts {
    clusterName: string;
    servicePrincipalClientId: string;
    controlPlaneIdentity: ControlPlaneIdentityResponse;
    kubeletIdentity: KubeletIdentityResponse;
    roleAssignments: RequiredRoleAssignment[];
}

const WIDTH = 132;

/** The identities with their ids, their role assignments with the reasons, and both as a picture. */
export async function identityText(facts: IdentityFacts): Promise<string> {
    const input = { name: "quickstart", value: facts };
    const [grants, map] = [await grantsReport(input), await mapReport(input)];
    return [textOf([identityTable(facts)], {}), textOf([...grants.blocks, ...map.blocks], { width: WIDTH })].join("\n");
}

function identityTable({ controlPlaneIdentity, kubeletIdentity }: IdentityFacts): Block {
    return {
        kind: "table",
        columns: ["identity", "id", ""],
        rows: [...idsOf("control plane", controlPlaneIdentity), ...idsOf("kubelet", kubeletIdentity)],
    };
}

function idsOf(name: string, identity: { resourceId?: string; clientId?: string; principalId: string }): string[][] {
    return [
        [name, "resource id", identity.resourceId ?? "none: system-assigned"],
        ["", "client id", identity.clientId ?? "not told by AKS"],
        ["", "principal id", identity.principalId],
    ];
}
