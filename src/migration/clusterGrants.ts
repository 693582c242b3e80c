import { isRecord } from "../values";
import { argsOf } from "./clusterArgs";
import { grantsOfArgs } from "./grantsOfArgs";
import { grantsOfOutputs } from "./grantsOfOutputs";
import type { JsonInput } from "./jsonInput";
import type { ClusterGrants } from "./requiredGrant";

/**
 * The role assignments of each cluster that an input describes: the arguments of one, or the outputs of a stack.
 *
 * @throws InvalidInputError if it describes no cluster, or one that the rules reject.
 */
export function clusterGrants(input: JsonInput): ClusterGrants[] {
    const { value } = input;
    // The arguments of a cluster with shared identities have role assignments, too: those that it need not create.
    const isArgs = isRecord(value) && Object.hasOwn(value, "systemNodePool");
    const ofOutputs = isArgs ? [] : grantsOfOutputs(input);
    if (ofOutputs.length > 0) {
        return ofOutputs;
    }
    const { args, warnings, existing } = argsOf(input);
    const clusterName = typeof args.clusterName === "string" ? args.clusterName : undefined;
    return [{ name: clusterName ?? input.name, roleAssignments: grantsOfArgs(args, existing), warnings }];
}
