import {
    ClusterSku,
    ClusterTier,
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
} from "../args";
import { addonsOf, given } from "./places";
import type { Place, Rule } from "./rule";

const COST_ANALYSIS = "https://learn.microsoft.com/azure/aks/cost-analysis";

/** Cost analysis, and what it does without. */
export const COST_ANALYSIS_RULES: readonly Rule[] = [
    {
        code: "CostAnalysisNeedsTier",
        places: (args) => costAnalysis(args, tierOf(args)),
        broken: (value, tier) => value === true && tier === ClusterTier.Free,
        rule: "cost analysis is not a part of the Free tier",
        fix: 'Set tier to "Standard" or "Premium".',
        source: COST_ANALYSIS,
    },
    {
        code: "CostAnalysisNeedsManagedIdentity",
        places: (args) => costAnalysis(args, args.controlPlaneIdentity?.type),
        broken: (value, type) => value === true && type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "cost analysis runs on clusters with a managed identity only, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove costAnalysis.",
        source: COST_ANALYSIS,
    },
    {
        code: "CostAnalysisTakesNoVirtualNode",
        places: (args) => costAnalysis(args, addonsOf(args).virtualNode !== undefined),
        broken: (value, virtualNode) => value === true && virtualNode === true,
        rule: "cost analysis does not support virtual nodes, and virtualNode is set",
        fix: "Remove one of the two.",
        source: `${COST_ANALYSIS}#limitations`,
    },
];

function costAnalysis(args: ManagedIdentityAksClusterArgs, beside: unknown): Place[] {
    return given(["addons", "costAnalysis"], addonsOf(args).costAnalysis, beside);
}

function tierOf({ sku, tier }: ManagedIdentityAksClusterArgs): string {
    return sku === ClusterSku.Automatic ? ClusterTier.Standard : (tier ?? ClusterTier.Free);
}
