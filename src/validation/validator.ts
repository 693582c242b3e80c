import * as pulumi from "@pulumi/pulumi";
import { valuesAreMadeUp } from "../engine/mocks";
import { resolveOutputs, showsSecretAt } from "../engine/resolveOutputs";
import { isRecord, isSamePath } from "../values";
import { ArgumentsError } from "./argumentsError";
import { messageOf, type Violation } from "./message";
import { showPath } from "./show";
import { findViolations, type RuleSet } from "./violations";

/** Resources depend on it that must not be created from arguments that violate a rule. It lists no resource. */
export type Validated = pulumi.Output<pulumi.Resource[]>;

/**
 * Validates arguments twice: at once with what is known, throwing all problems together, and again when the outputs among
 * them have their values. What is returned fails if one of these violates a rule. A value that a preview does not know
 * violates none.
 */
export function validatorOf<Args extends object>(
    rulesOf: () => RuleSet<Args>,
): (name: string, args: Args) => Validated {
    return (name, args) => {
        const rules = rulesOf();
        const component = `${rules.component} "${name}"`;
        const given = isRecord(args) ? args : {};
        const { silenceWarnings: silenced } = given as { silenceWarnings?: unknown };
        const known = findViolations(rules, given, given);
        const report = (violations: Violation[], earlier: Violation[]) => {
            const isSilent = ({ text }: Violation) =>
                text.warning && Array.isArray(silenced) && silenced.includes(text.code);
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
        const errors = rejected.map((each) => ({ propertyPath: showPath(each.path), reason: messageOf(each) }));
        throw new ArgumentsError(component, errors);
    }
}

function isAmong(violations: Violation[], { text, path }: Violation): boolean {
    return violations.some((each) => each.text.code === text.code && isSamePath(each.path, path));
}
