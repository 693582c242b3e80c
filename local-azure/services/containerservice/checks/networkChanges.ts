import { type ArmError, notModelled } from "../../../kernel/errors";
import { objectAt, stringAt } from "../../../kernel/json";
import { propertyChangeNotAllowed } from "../errors";
import type { Check } from "./proposal";

/** What an update may make of a cluster's network. What it leaves out, it leaves as it is. */
export const refusedNetworkChange: Check = ({ request, before }) => {
    const asked = objectAt(request.properties, "networkProfile");
    if (!before || !asked) return undefined;
    const old = objectAt(before.properties, "networkProfile");
    const changeOf = (key: string): Change => {
        const from = stringAt(old, key)?.toLowerCase() ?? "";
        return { from, to: stringAt(asked, key)?.toLowerCase() || from };
    };
    const mode = changeOf("networkPluginMode");
    return refusedPlugin(changeOf("networkPlugin"), mode) ?? leftDataplane(changeOf("networkDataplane"));
};

interface Change {
    from: string;
    to: string;
}

/** Azure's words (kubernetes/autoscaler#1051, Azure/AKS#409). Kubenet may become Azure CNI Overlay, and nothing else. */
function refusedPlugin({ from, to }: Change, mode: Change): ArmError | undefined {
    if (from === to) return undefined;
    const isToOverlay = from === "kubenet" && to === "azure" && mode.to === "overlay";
    return isToOverlay ? undefined : propertyChangeNotAllowed("networkProfile.networkPlugin");
}

/** Cilium comes by an update (https://learn.microsoft.com/azure/aks/update-azure-cni); nothing is said about leaving it. */
function leftDataplane({ from, to }: Change): ArmError | undefined {
    return from === "cilium" && to !== from
        ? notModelled(`the change of networkProfile.networkDataplane to '${to}'`)
        : undefined;
}
