import type { Registry } from "@pulumi/azure-native/containerregistry";
import type * as pulumi from "@pulumi/pulumi";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { LoggedRequest } from "../../local-azure/contract";
import { ControlPlaneIdentityType, KubeletIdentityType, type ManagedIdentityAksClusterArgs } from "../../src";
import type { Ground } from "./program";

/** What the clusters here have beside a test program's ground: the legacy principal, and images to pull. */
export interface Legacy extends Ground {
    clientId: pulumi.Output<string>;
    clientSecret: pulumi.Output<string>;
    registry: Registry;
    /** Of what the arguments make. */
    parent: pulumi.Resource;
}

export type Args = (ground: Legacy) => Partial<ManagedIdentityAksClusterArgs>;

/** Nothing said: user-assigned identities of the component's own. */
export const managed: Args = () => ({});
export const aksManaged: Args = () => ({ kubeletIdentity: { type: KubeletIdentityType.AksManaged } });
export const servicePrincipal: Args = ({ clientId, clientSecret }) => ({
    controlPlaneIdentity: {
        type: ControlPlaneIdentityType.ServicePrincipal,
        servicePrincipal: { clientId, clientSecret },
    },
});
/** What a migrated cluster says until its nodes are upgraded. */
export const leftServicePrincipal: Args = ({ clientId }) => ({
    controlPlaneIdentity: { formerServicePrincipalClientId: clientId },
});

/** Jobs that were denied, by moment. */
export type Moments = Record<string, string[]>;

export const quiet: Moments = {
    "with the new grants, before the update": [],
    "during an operation": [],
    "after the update": [],
};

export const IDENTITY = "PUT userAssignedIdentities";
export const GRANT = "PUT roleAssignments";
export const CLUSTER = "PUT managedClusters";
export const REVOCATION = "DELETE roleAssignments";

/** Warnings and errors, without colours. */
export function said(events: EngineEvent[]): string {
    return events
        .flatMap(({ diagnosticEvent }) =>
            diagnosticEvent && ["warning", "error"].includes(diagnosticEvent.severity) ? diagnosticEvent.message : [],
        )
        .join("\n")
        .replace(/<\{%.*?%\}>/g, "");
}

/** Writes, as `PUT roleAssignments`, in the order in which Azure took them. */
export function writes(requests: readonly LoggedRequest[]): string[] {
    return requests
        .filter(({ method, status }) => method !== "GET" && method !== "POST" && status < 300)
        .map(({ method, path }) => `${method} ${path.split("/").at(-2)}`);
}

/** The codes at the ends of warnings and errors. */
export function codes(text: string): string[] {
    return [...text.matchAll(/\(([A-Z]\w+)(?:, Azure: [^;]+)?; https:/g)].map(([, code]) => String(code));
}

/** Pulumi deletes in parallel: deletions at the end come in no order of their own. */
export function inOrderOfKind(all: string[]): string[] {
    const cluster = all.lastIndexOf(CLUSTER);
    return [...all.slice(0, cluster + 1), ...all.slice(cluster + 1).sort(byKind)];
}

const KINDS = [GRANT, REVOCATION, "DELETE userAssignedIdentities"];
const byKind = (a: string, b: string) => KINDS.indexOf(a) - KINDS.indexOf(b);
