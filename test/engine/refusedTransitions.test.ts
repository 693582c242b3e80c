import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { ControlPlaneIdentityType } from "../../src";
import { MANY_RUNS } from "./engine";
import { assignIdentity } from "./handMadeClusters";
import { withCluster } from "./livingClusters";
import { plansOf } from "./plans";
import {
    type Args,
    aksManaged,
    CLUSTER,
    codes,
    GRANT,
    IDENTITY,
    inOrderOfKind,
    managed,
    REVOCATION,
    servicePrincipal,
    writes,
} from "./transition";

/** Clusters that go on living, whatever their programs try. */
const CLUSTERS = { managed, aksManaged, legacy: servicePrincipal };

interface Refusal {
    cluster: keyof typeof CLUSTERS;
    to: Args;
    code: string;
    wayAround: string;
}

const refusals: Record<string, Refusal> = {
    "managed identity to service principal": {
        cluster: "managed",
        to: servicePrincipal,
        code: "BackToServicePrincipal, Azure: Updating service principal profile is not allowed on MSI cluster.",
        wayAround:
            'Set controlPlaneIdentity.type to "UserAssigned" again. Only a new cluster, with another component name,',
    },
    "own kubelet identity to AKS-made": {
        cluster: "managed",
        to: aksManaged,
        code: "BackToAksManagedKubelet",
        wayAround: "Restore kubeletIdentity.",
    },
    "system pool of another size": {
        cluster: "managed",
        to: ({ systemSubnet }) => ({
            systemNodePool: { vmSize: "Standard_D8ds_v5", subnetId: systemSubnet.id },
        }),
        code: "FixedSystemPoolInput, Azure: PropertyChangeNotAllowed",
        wayAround: "Replace the pool by another one:",
    },
    "user-assigned to system-assigned": {
        cluster: "aksManaged",
        to: () => ({ controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned } }),
        code: "BackToSystemAssigned",
        wayAround: 'Set controlPlaneIdentity.type to "UserAssigned" again.',
    },
    "service principal that nodes still need to nothing": {
        cluster: "legacy",
        to: managed,
        code: "NodesLoseServicePrincipal",
        wayAround: 'Add controlPlaneIdentity.formerServicePrincipalClientId: "',
    },
};

describe("what cannot be done in place is refused in the preview, with the way around", () => {
    const tried: Record<string, Tried> = {};
    beforeAll(async () => {
        for (const cluster of ["managed", "aksManaged", "legacy"] as const) {
            Object.assign(tried, await tryOn(cluster));
        }
    }, MANY_RUNS);

    test.each(Object.entries(refusals))("%s", (name, { code, wayAround }) => {
        const { preview, plans, up, back } = tried[name] as Tried;
        expect(preview).toContain(`(${code}`);
        const [ownCode] = code.split(",");
        expect(plans).toEqual(plans.map(() => ({ exitCode: 4, rejections: [ownCode] })));
        expect(preview).toContain(wayAround);
        expect(preview).toContain("preview failed");

        expect(up.error).toContain(code);
        expect(up.writes.filter((write) => write === CLUSTER)).toEqual([]);
        expect(up.denied).toEqual([]);

        expect(back).toEqual({ denied: [], changesAgain: ["same"] });
    });
});

/** What came of an attempt. */
interface Tried {
    /** Warnings and errors of the preview. */
    preview: string;
    /** What the command `plan` says of the preview, of its document and of its events. */
    plans: { exitCode: number; rejections: string[] }[];
    up: { error: string; writes: string[]; denied: string[] };
    /** With the former arguments again: jobs that are denied, and what a second up does. */
    back: { denied: string[]; changesAgain: string[] };
}

/** Tries one after the other on a cluster, which is back at its start before the next attempt. */
async function tryOn(from: keyof typeof CLUSTERS): Promise<Record<string, Tried>> {
    const tried: Record<string, Tried> = {};
    await withCluster(CLUSTERS[from], {}, async ({ stack, say, denied, newRequests, ...living }) => {
        for (const [name, { cluster, to }] of Object.entries(refusals)) {
            if (cluster !== from) {
                continue;
            }
            say(to);
            const preview = (await living.preview()).said;
            const plans = (await plansOf(stack)).map(({ exitCode, clusters }) => ({
                exitCode,
                rejections: clusters.flatMap(({ transitions }) =>
                    transitions.filter(({ effect }) => effect === "reject").map((each) => each.code),
                ),
            }));
            newRequests();
            const error = await errorOf(stack.up());
            const up = { error, writes: writes(newRequests()), denied: await denied() };

            say(CLUSTERS[from]);
            await stack.up();
            const changesAgain = async () => Object.keys((await stack.up()).summary.resourceChanges ?? {});
            tried[name] = {
                preview,
                plans,
                up,
                back: { denied: await denied(), changesAgain: await changesAgain() },
            };
        }
    });
    return tried;
}

function errorOf(run: Promise<unknown>): Promise<string> {
    return run.then(
        () => "done",
        (error: Error) => error.message,
    );
}

test("another user-assigned control plane identity: warned of, stopped before the PATCH, done by way of az", async () => {
    const other: Args = ({ group, parent }) => ({
        controlPlaneIdentity: {
            resourceId: new UserAssignedIdentity("other", { resourceGroupName: group.name }, { parent }).id,
        },
    });
    await withCluster(managed, {}, async (living) => {
        const { stack, arm, outputs } = living;
        const clusterId = String(outputs.clusterId?.value);
        living.say(other);
        const preview = await living.preview();
        expect(preview.steps).toContain("update aks-cluster");
        expect(codes(preview.said)).toEqual(["OtherUserAssignedIdentity"]);

        living.newRequests();
        const stopped = await errorOf(stack.up());
        const [, identity = ""] = /--assign-identity (\S+) --yes/.exec(stopped) ?? [];
        expect(identity).toMatch(/\/userAssignedIdentities\/other\w+$/);
        expect(stopped).toContain(
            `az aks update --resource-group ${clusterId.split("/")[4]} --name ${outputs.clusterName?.value} --enable-managed-identity`,
        );
        // The new identity has its roles, the old one still has its own, and the cluster was left alone.
        expect(writes(living.newRequests())).toEqual([IDENTITY, GRANT, GRANT]);
        expect(await living.denied()).toEqual([]);

        await assignIdentity(arm, clusterId, identity);
        expect(await living.denied()).toEqual([]);

        await stack.up({ refresh: true });
        expect(inOrderOfKind(writes(living.newRequests()))).toEqual([
            CLUSTER,
            REVOCATION,
            REVOCATION,
            "DELETE userAssignedIdentities",
        ]);
        expect(await living.denied()).toEqual([]);
        const { body } = await arm.get(clusterId);
        expect(Object.keys(body.identity.userAssignedIdentities).map((id) => id.toLowerCase())).toEqual([
            identity.toLowerCase(),
        ]);
        expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
    });
});
