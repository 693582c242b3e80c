import * as pulumi from "@pulumi/pulumi";
import { valuesAreMadeUp } from "../engine/mocks";
import { resolveOutputs, showsSecretAt } from "../engine/resolveOutputs";
import { showPath } from "../messages/show";
import { isRecord, isSamePath } from "../values";
import { messageOf, type Violation } from "./message";
import { silencedIn } from "./silence";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "./table";
import { findViolations, type Rules } from "./violations";

/**
 * The arguments are rejected. In a program it prints its message alone, without a stack; through the plugin the
 * engine prints each violation with its property path. See https://www.pulumi.com/docs/iac/concepts/inputs-outputs.
 */
export class ArgumentsError extends pulumi.InputPropertiesError {
    /** Pulumi's own mark of an error whose stack would tell the user nothing. */
    readonly __pulumiRunError = true;

    /** `component` is type and name, as `ManagedIdentityAksCluster "aks"`; each finding becomes a line and an entry of `errors`. */
    constructor(component: string, violations: Violation[]) {
        const errors = violations.map((finding) => ({
            propertyPath: showPath(finding.path),
            reason: messageOf(finding),
        }));
        const count = violations.length === 1 ? "1 problem" : `${violations.length} problems`;
        const lines = errors.map(({ reason }) => `  - ${reason}`);
        super({ message: [`${component}: ${count} in its arguments.`, ...lines].join("\n"), errors });
        this.name = "ArgumentsError";
    }
}

export const validateClusterArgs = validatorOf(CLUSTERS);
export const validateClusterIdentitiesArgs = validatorOf(CLUSTER_IDENTITIES);
export const validateWorkloadIdentityArgs = validatorOf(WORKLOAD_IDENTITIES);

/** Resources depend on it that must not be created from arguments that violate a rule. It lists no resource. */
export type Validated = pulumi.Output<pulumi.Resource[]>;

/**
 * Validates arguments twice: at once with what is known, throwing all problems together, and again when the outputs among
 * them have their values. What is returned fails if one of these violates a rule. A value that a preview does not know
 * violates none.
 */
function validatorOf<Args extends object>(rules: Rules<Args>): (name: string, args: Args) => Validated {
    return (name, args) => {
        const component = `${rules.component} "${name}"`;
        const given = isRecord(args) ? args : {};
        const silenced = silencedIn(given);
        const known = findViolations(rules, given, given);
        const report = (violations: Violation[], earlier: Violation[]) => {
            const isSilent = ({ text }: Violation) => text.warning && silenced.includes(text.code);
            warn(
                component,
                violations.filter((each) => !isSilent(each) && !isAmong(earlier, each)),
            );
            reject(component, violations);
        };
        report(known, []);
        const validateOutputs = async () => {
            const resolved = await resolveOutputs(given);
            const found = findViolations(rules, Object(resolved.value), given).map((each) => ({
                ...each,
                secret: showsSecretAt(resolved, each.path),
            }));
            report(found, known);
            return [];
        };
        // Under mocks, what outputs hold is made up.
        return pulumi.output(valuesAreMadeUp() ? [] : validateOutputs());
    };
}

function warn(component: string, violations: Violation[]): void {
    for (const warning of violations.filter(({ text }) => text.warning)) {
        void pulumi.log.warn(`${component}: ${messageOf(warning)}`);
    }
}

/** Throws everything but warnings together. */
function reject(component: string, violations: Violation[]): void {
    const rejected = violations.filter(({ text }) => !text.warning);
    if (rejected.length > 0) {
        throw new ArgumentsError(component, rejected);
    }
}

function isAmong(violations: Violation[], { text, path }: Violation): boolean {
    return violations.some((each) => each.text.code === text.code && isSamePath(each.path, path));
}
