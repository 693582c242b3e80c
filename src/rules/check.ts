import * as pulumi from "@pulumi/pulumi";
import { valuesAreMadeUp } from "../engine/mocks";
import { resolveOutputs } from "../engine/resolveOutputs";
import { isOutput, isRecord } from "../values";
import { CLUSTER_IDENTITIES_RULES } from "./clusterIdentities";
import { describe, type Finding, type Path, type Rule, showPath } from "./rule";
import { silencedIn } from "./silence";
import { RULES } from "./table";
import { WORKLOAD_IDENTITY_RULES } from "./workloadIdentity";

/**
 * The arguments are refused. In a program it prints its message alone, without a stack; through the plugin the
 * engine prints each finding with its property path. See https://www.pulumi.com/docs/iac/concepts/inputs-outputs.
 */
export class ArgumentsError extends pulumi.InputPropertiesError {
    /** Pulumi's own mark of an error whose stack would tell the user nothing. */
    readonly __pulumiRunError = true;

    /** `component` is type and name, as `ManagedIdentityAksCluster "aks"`; each finding becomes a line and an entry of `errors`. */
    constructor(component: string, findings: Finding[]) {
        const lines = findings.map((finding) => `  - ${describe(finding)}`);
        const count = findings.length === 1 ? "1 problem" : `${findings.length} problems`;
        super({
            message: [`${component}: ${count} in its arguments.`, ...lines].join("\n"),
            errors: findings.map((finding) => ({
                propertyPath: showPath(finding.path),
                reason: describe(finding),
            })),
        });
        this.name = "ArgumentsError";
    }
}

/** The check of a cluster's arguments. */
export const checkArgs = checkOf("ManagedIdentityAksCluster", RULES);

/** The check of the arguments of identities of clusters. */
export const checkClusterIdentitiesArgs = checkOf("AksClusterIdentities", CLUSTER_IDENTITIES_RULES);

/** The check of a workload identity's arguments. */
export const checkWorkloadIdentityArgs = checkOf("AksWorkloadIdentity", WORKLOAD_IDENTITY_RULES);

/** What resources depend on that must not be created from arguments that break a rule. It lists no resource. */
export type Checked = pulumi.Output<pulumi.Resource[]>;

/**
 * A check that holds arguments against a table of rules, twice: at once with what is known, throwing all problems
 * together, and again when the outputs among the arguments have their values. What is returned fails if one of these
 * breaks a rule. A value that a preview does not know breaks none.
 */
function checkOf<Args extends object>(
    type: string,
    rules: readonly Rule<Args>[],
): (name: string, args: Args) => Checked {
    return (name, args) => {
        const component = `${type} "${name}"`;
        const given = isRecord(args) ? args : ({} as Args);
        const silenced = silencedIn(given);
        const asked = rules.filter(({ warning, code }) => !(warning && silenced.includes(code)));
        const known = findings(asked, given, given);
        warn(component, known);
        refuse(component, known);
        // Under mocks, what outputs hold is made up.
        return pulumi.output(valuesAreMadeUp() ? [] : checkOutputs(component, asked, given, known));
    };
}

async function checkOutputs<Args extends object>(
    component: string,
    rules: readonly Rule<Args>[],
    args: Args,
    earlier: Finding[],
): Promise<pulumi.Resource[]> {
    const { value, secrets } = await resolveOutputs(args);
    const found = findings(rules, value as Args, args).map((finding) => ({
        ...finding,
        secret: secrets.some((path) => overlaps(path, finding.path)),
    }));
    const said = new Set(earlier.map(keyOf));
    warn(
        component,
        found.filter((finding) => !said.has(keyOf(finding))),
    );
    refuse(component, found);
    return [];
}

function keyOf({ rule, path }: Finding): string {
    return `${rule.code} ${showPath(path)}`;
}

/** Whether one of two paths leads into the other. */
function overlaps(one: Path, other: Path): boolean {
    return one.slice(0, other.length).every((part, index) => part === other[index]);
}

/** Every rule that is broken by values that are known; `given` are the arguments as they were passed. */
function findings<Args>(rules: readonly Rule<Args>[], args: Args, given: Args): Finding[] {
    return rules.flatMap((rule) =>
        rule
            .places(args, given)
            .filter(({ value, beside }) => rule.asksOutputs || (isKnown(value) && isKnown(beside)))
            .filter(({ value, beside }) => rule.broken(value, beside))
            .map(({ path, value, beside }) => ({ rule, path, value, beside })),
    );
}

function warn(component: string, found: Finding[]): void {
    for (const warning of found.filter(({ rule }) => rule.warning)) {
        void pulumi.log.warn(`${component}: ${describe(warning)}`);
    }
}

/** Throws everything but warnings together. */
function refuse(component: string, found: Finding[]): void {
    const refused = withoutLastResorts(found.filter(({ rule }) => !rule.warning));
    if (refused.length > 0) {
        throw new ArgumentsError(component, refused);
    }
}

function withoutLastResorts(found: Finding[]): Finding[] {
    const worded = new Set(found.filter(({ rule }) => !rule.lastResort).map(({ path }) => showPath(path)));
    return found.filter(({ rule, path }) => !rule.lastResort || !worded.has(showPath(path)));
}

/** Whether no output or promise is inside. A resource, or whatever contains itself, is no value of an input. */
function isKnown(value: unknown, inside: readonly unknown[] = []): boolean {
    if (isOutput(value)) {
        return false;
    }
    if (typeof value !== "object" || value === null || inside.includes(value)) {
        return true;
    }
    return (
        pulumi.Resource.isInstance(value) ||
        Object.values(value).every((each) => isKnown(each, [...inside, value]))
    );
}
