import { sameId } from "../../azure/resourceId";
import { groupAndCluster } from "../azArguments";
import { textOf } from "../jsonInput";
import { NO_SERVICE_PRINCIPAL } from "../live/identities";
import type { LiveCluster } from "../live/liveCluster";
import type { Check } from "./check";
import type { DeclaredCluster } from "./declared";
import { provisioningCheck } from "./provisioning";

const section = "cluster";

/** Whether the cluster has no operation in progress and no service principal. */
export function clusterChecks(cluster: LiveCluster, declared: DeclaredCluster): Check[] {
    const { values } = cluster;
    return [
        provisioningCheck(
            { section, name: "provisioning state" },
            textOf(values.provisioningState),
            `az aks show ${groupAndCluster(cluster, "--name")}`,
        ),
        servicePrincipalCheck(values, declared),
    ];
}

function servicePrincipalCheck({ servicePrincipalProfile }: LiveCluster["values"], declared: DeclaredCluster): Check {
    const { clientId }: { clientId?: unknown } = Object(servicePrincipalProfile);
    const check = {
        section,
        name: "servicePrincipalProfile.clientId",
        expected: NO_SERVICE_PRINCIPAL,
        found: textOf(clientId),
    } as const;
    if (typeof clientId !== "string") {
        return { ...check, state: "unknown", found: "Azure does not show it" };
    }
    if (sameId(clientId, NO_SERVICE_PRINCIPAL)) {
        return { ...check, state: "ok" };
    }
    return isStated(clientId, declared)
        ? { ...check, state: "pending", advice: "The cluster uses a service principal, as in the stack. Migrate it." }
        : { ...check, state: "wrong", advice: "The stack has another value. Run `pulumi up --refresh`." };
}

function isStated(clientId: string, { servicePrincipalClientId, controlPlane }: DeclaredCluster): boolean {
    return servicePrincipalClientId === undefined
        ? controlPlane?.kind === "ServicePrincipal"
        : sameId(clientId, servicePrincipalClientId);
}
