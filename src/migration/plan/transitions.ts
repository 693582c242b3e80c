import { clusterChange } from "../../transitions/change";
import { IDENTITY_TRANSITIONS } from "../../transitions/identityTransitions";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../transitions/table";
import { messagesIn, transitionMessage } from "../../transitions/transition";
import { type ClusterInStack, currentOutputs } from "./clusters";

/** What this package says of the change of a cluster. */
export interface PlannedTransition {
    /** Its code in `src/transitions`, or that of a rule that the arguments violate. */
    code: string;
    /**
     * `reject`: the preview fails. `rejectUpdate`: the update stops before the cluster, when its new role assignments exist.
     * `warn`: it is done, and something follows.
     */
    effect: "reject" | "rejectUpdate" | "warn";
    /** `engine`: the component says so in the preview. `inputs`: it follows from the inputs before and after. */
    basis: "engine" | "inputs";
    /** What holds and what to do; absent where the message would show values of properties. */
    message?: string;
}

const KNOWN = new Map([...TRANSITIONS, ...POOL_TRANSITIONS].map((transition) => [transition.code, transition]));

/** What the component says in the preview, and what the inputs alone tell: without the component there are no hooks. */
export function transitionsOf(found: ClusterInStack, pools: string[]): PlannedTransition[] {
    const said = transitionsSaid(found.diagnostics);
    const codes = said.map(({ code }) => code);
    return [...said, ...transitionsOfInputs(found, pools).filter(({ code }) => !codes.includes(code))];
}

/** The codes in warnings and errors. A code that is none of a transition is that of a rule. */
export function transitionsSaid(diagnostics: ClusterInStack["diagnostics"]): PlannedTransition[] {
    return diagnostics.flatMap(({ severity, message: text }) =>
        messagesIn(text).map(({ code, message }): PlannedTransition => {
            const transition = KNOWN.get(code);
            return {
                code,
                effect: transition?.effect ?? (severity === "error" ? "reject" : "warn"),
                basis: "engine",
                ...(transition !== undefined && !transition.showsValues && { message }),
            };
        }),
    );
}

/** Transitions for which the cluster's inputs before and after are enough. */
function transitionsOfInputs(found: ClusterInStack, pools: string[]): PlannedTransition[] {
    const { cluster, name } = found;
    const desired = cluster?.after?.inputs;
    if (desired === undefined || !["create", "update", "replace", "import"].includes(String(cluster?.operation))) {
        return [];
    }
    const isUpdated = cluster?.operation === "update" && cluster.before !== undefined;
    const change = clusterChange({
        ...(isUpdated && { live: { ...cluster.before?.inputs, ...currentOutputs(found) } }),
        desired,
        // Which roles an identity goes on needing the role assignments tell, not the inputs.
        facts: { component: name, pools, kubeletRoles: [], controlPlaneRoles: [] },
    });
    return IDENTITY_TRANSITIONS.filter(({ when }) => when(change)).map((transition) => ({
        code: transition.code,
        effect: transition.effect,
        basis: "inputs",
        ...(!transition.showsValues && { message: transitionMessage(transition, change) }),
    }));
}
