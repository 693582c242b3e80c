import { invalidParameter } from "../../kernel/errors";
import { objectAt, stringAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { encryptionSetType, vaultType } from "../../kernel/typeNames";
import { guidOf } from "../hashes";
import type { PlainType } from "../plainRoutes";
import { plainService } from "../plainService";
import type { Call } from "../service";
import { scaleSetRoutes } from "./scaleSets";

const plainTypes: PlainType[] = [
    {
        type: encryptionSetType,
        identity: true,
        patch: "merge",
        links: [{ at: "activeKey.sourceVault.id", action: `${vaultType}/deploy/action` }],
        properties: (sent) => ({
            encryptionType: "EncryptionAtRestWithCustomerKey",
            rotationToLatestKeyVersionEnabled: false,
            ...sent,
            previousKeys: [],
        }),
        check: checkEncryptionSet,
    },
    {
        type: "Microsoft.Compute/disks",
        members: ["sku", "zones"],
        patch: "merge",
        properties: (sent, { azure, id, before }) => ({
            diskState: "Unattached",
            networkAccessPolicy: "AllowAll",
            publicNetworkAccess: "Enabled",
            ...sent,
            timeCreated: before?.timeCreated ?? azureTime(azure.clock.now()),
            uniqueId: guidOf(id),
        }),
        check: ({ body }) => {
            if (!stringAt(body, "properties", "creationData", "createOption")) {
                throw invalidParameter("Required parameter 'creationData' is missing (null).");
            }
        },
    },
];

/** Microsoft.Compute: what encrypts and holds disks, and the scale sets of node pools. */
export const compute = plainService("Microsoft.Compute", plainTypes, { routes: scaleSetRoutes });

/** The set reads the key as its own identity: AKS docs give that one Key Vault Crypto Service Encryption User. */
function checkEncryptionSet({ body }: Call): void {
    const identity = stringAt(body, "identity", "type") ?? "None";
    if (identity === "None") {
        throw invalidParameter("Required parameter 'identity' is missing (null).");
    }
    if (!objectAt(body, "properties", "activeKey")) {
        throw invalidParameter("Required parameter 'activeKey' is missing (null).");
    }
    const keyUrl = stringAt(body, "properties", "activeKey", "keyUrl") ?? "";
    if (!/^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]+)?$/.test(keyUrl)) {
        throw invalidParameter("The value of parameter activeKey.keyUrl is invalid.");
    }
}
