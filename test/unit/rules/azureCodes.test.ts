import { ArmError } from "../../../local-azure/kernel/errors";
import { contradictions } from "../../../local-azure/services/containerservice/checks/contradictions";
import * as errors from "../../../local-azure/services/containerservice/errors";
import * as referenceErrors from "../../../local-azure/services/containerservice/referenceErrors";
import * as updateErrors from "../../../local-azure/services/containerservice/updateErrors";
import { PROPAGATION_ERRORS } from "../../../src/grants/propagation";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../../src/transitions/table";

const NOT_THERE = "only Azure knows whether the resource is there";

/** Codes of the model's AKS that no arguments cause, and why not. What goes away by waiting is retried instead. */
const NOT_BY_ARGUMENTS: Record<string, string> = {
    BadRequest: "it stands for several refusals, which have rules without a code of Azure's",
    CustomKubeletIdentityPropertyError: "the component writes identityProfile itself, and refuses it in properties",
    FailedIdentityOperation: "an identity that is not there; it is looked up in preview",
    GetUserAssignedIdentityResourceError: "the same, of the kubelets",
    InvalidACIConnectorSubnetName: "the component sends the name that is in the subnet's id",
    InvalidIdentityValues: "azure-native sends the ids of identities with nothing beside them",
    MissingIdentityIds: "the component sends an id with every user-assigned type",
    OmsagentInvalidAADAuthInput: "the component writes useAADAuth itself, and refuses it in properties",
    NodePoolMcVersionIncompatible: "a pool's version beside the control plane's, which both may be outputs",
    NodeResourceGroupAlreadyExists: "only Azure knows which groups there are",
    NodeResourceGroupSameAsResourceGroup: "the names of both groups may be outputs",
    K8sVersionNotSupported: "only Azure knows which versions a region has",
    AgentPoolK8sVersionNotSupported: "the same, of a pool",
    IngressAppGwAddonConfigApplicationGatewayNotFound: NOT_THERE,
    IngressAppGwAddonConfigSubnetNotFound: NOT_THERE,
    GetSubnetError: NOT_THERE,
    SubnetNotFound: NOT_THERE,
    ResourceGroupLocked: "only Azure knows which locks there are",
    PrivateDNSZoneResourceNotFoundError: NOT_THERE,
    LoadBalancerProfileOutboundIPNotExist: NOT_THERE,
    LoadBalancerProfileOutboundIPNotInTheSameRegion:
        "the address is in properties, and its region is known to Azure alone",
    LoadBalancerProfileOutboundIPNotStandardSKU: "the address is in properties, and its SKU is known to Azure alone",
    CustomRouteTableCannotCrossSubscription: "AKS finds the route table on the subnet",
    NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged:
        "the component changes no pool's version in an update of the cluster",
};

/** What the model's AKS refuses, as it is said of something. A workspace has a code for each add-on. */
const { workspaceNotFound: _, ...others } = referenceErrors;
const refusals = Object.values({ ...errors, ...others, ...updateErrors }).map((refusal) => refusalOf(refusal));

function refusalOf(make: unknown): ArmError {
    // Some take lists, some numbers, some versions, and most of them anything.
    for (const argument of [["x"], 1, "1.34.0"]) {
        try {
            const made: unknown = (make as (...args: unknown[]) => unknown)(argument, argument, argument);
            if (made instanceof ArmError) {
                return made;
            }
        } catch {
            // The next kind of argument.
        }
    }
    throw new Error(`no refusal: ${String(make)}`);
}

test.each([...TRANSITIONS, ...POOL_TRANSITIONS].filter(({ azureCode }) => azureCode !== undefined))(
    "$code: the model refuses with $azureCode, too",
    ({ azureCode = "" }) => {
        // A refusal without a code of its own is known by how its message begins.
        const found = refusals.filter(({ code, message }) => code === azureCode || message.startsWith(azureCode));
        expect(found).not.toEqual([]);
    },
);

test("every code with which the model's AKS refuses a cluster has a rule, goes away by waiting, or has no argument to blame", () => {
    const claimed = [CLUSTERS, CLUSTER_IDENTITIES, WORKLOAD_IDENTITIES]
        .flatMap(({ texts }) => texts)
        .map(({ azureCode }) => azureCode);
    const accounted = [
        ...claimed,
        ...[...TRANSITIONS, ...POOL_TRANSITIONS].map(({ azureCode }) => azureCode),
        ...PROPAGATION_ERRORS.map(({ code }) => code),
        ...Object.keys(NOT_BY_ARGUMENTS),
    ];
    const codes = [...refusals, ...contradictions].map(({ code }) => code);
    expect(codes.filter((code) => !accounted.includes(code))).toEqual([]);
    expect(codes).toEqual(expect.arrayContaining(Object.keys(NOT_BY_ARGUMENTS)));
});
