import * as pulumi from "@pulumi/pulumi";
import { standsFor } from "../azure/inputs";
import { isOutput, isRecord } from "../values";
import { CLUSTER_IDENTITIES_RULES } from "./clusterIdentities";
import { describe, type Finding, type Path, type Place, type Rule, showPath, type Verdict } from "./rule";
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

/**
 * A check that holds arguments against a table of rules. All problems with known values are thrown together; the
 * returned copy holds each output back until the rules that look at it have passed.
 */
function checkOf<Args extends object>(
    type: string,
    rules: readonly Rule<Args>[],
): (name: string, args: Args) => Args {
    return (name, args) => check(`${type} "${name}"`, rules, args);
}

function check<Args extends object>(component: string, rules: readonly Rule<Args>[], args: Args): Args {
    const known: Finding[] = [];
    const unknown: Question[] = [];
    for (const rule of rules) {
        for (const place of rule.places(isRecord(args) ? args : ({} as Args))) {
            if (rule.asksOutputs || (isKnown(place.value) && isKnown(place.beside))) {
                known.push(...findings(rule, place, place.value, place.beside));
            } else {
                unknown.push({ rule, place });
            }
        }
    }
    refuse(component, known);
    return holdBack(component, args, unknown);
}

/** Prints warnings, and throws everything else together. */
function refuse(component: string, found: Finding[]): void {
    for (const warning of found.filter(({ rule }) => rule.warning)) {
        void pulumi.log.warn(`${component}: ${describe(warning)}`);
    }
    const refused = withoutLastResorts(found.filter(({ rule }) => !rule.warning));
    if (refused.length > 0) {
        throw new ArgumentsError(component, refused);
    }
}

function withoutLastResorts(found: Finding[]): Finding[] {
    const worded = new Set(found.filter(({ rule }) => !rule.lastResort).map(({ path }) => showPath(path)));
    return found.filter(({ rule, path }) => !rule.lastResort || !worded.has(showPath(path)));
}

/** A rule about a place whose value, or a value beside it, is an output. */
interface Question {
    rule: Verdict;
    place: Place;
}

function findings(rule: Verdict, place: Place, value: unknown, beside: unknown, secret?: boolean): Finding[] {
    return rule.broken(value, beside) ? [{ rule, path: place.path, value, beside, secret }] : [];
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

function holdBack<Args>(component: string, args: Args, questions: Question[]): Args {
    // One input may stand in two places and is then one grant: it has to stay one and the same output.
    const held = new Map<unknown, pulumi.Output<unknown>>();
    const values = new Map(questions.map(({ place }) => [showPath(place.path), place] as const));
    let checked: unknown = args;
    for (const place of values.values()) {
        const asked = questions.filter((question) => question.place.value === place.value);
        const output = held.get(place.value) ?? answered(component, place.value, asked);
        held.set(place.value, output);
        standsFor(output, place.value);
        checked = replaceAt(checked, place.path, output);
    }
    return checked as Args;
}

function answered(component: string, value: unknown, questions: Question[]): pulumi.Output<unknown> {
    const output = pulumi.output(value);
    const beside = pulumi.output(questions.map(({ place }) => place.beside));
    return pulumi.all([output, beside]).apply(async ([known, besides]) => {
        const secret = await pulumi.isSecret(output);
        const found = questions.flatMap(({ rule, place }, index) =>
            place.ifGiven && known === undefined ? [] : findings(rule, place, known, besides[index], secret),
        );
        refuse(component, found);
        return known;
    });
}

/** A copy of `target` with another value at `path`; the caller's object stays as it is. */
function replaceAt(target: unknown, path: Path, value: unknown): unknown {
    const [head, ...rest] = path;
    if (head === undefined) {
        return value;
    }
    const next = replaceAt((target as Record<string | number, unknown>)[head], rest, value);
    return Array.isArray(target)
        ? target.with(Number(head), next)
        : Object.fromEntries([...Object.entries(target as object), [head, next]]);
}
