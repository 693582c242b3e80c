import { nameOf } from "../kernel/resourceId";

/** What a condition looks at in a role assignment that is written or deleted. */
export type RoleAssignmentAttributes = Record<Attribute, string>;
type Attribute = keyof typeof operators;

/** Under what condition an assignment lets its holder write or delete the role assignments of others. */
export type DelegationCondition = Clause[];

interface Clause {
    action: string;
    allowed: { attribute: Attribute; values: string[] }[];
}

/** By operation, where its attributes are from: a write has them in its request, a delete in what is there. */
const sources: Record<string, string> = { write: "Request", delete: "Resource" };

const operators = {
    RoleDefinitionId: "GuidEquals",
    PrincipalId: "GuidEquals",
    PrincipalType: "StringEqualsIgnoreCase",
};

const values: Record<string, RegExp> = { GuidEquals: /^[\da-f-]{32,36}$/i, StringEqualsIgnoreCase: /^'\w+'$/ };

const type = "Microsoft.Authorization/roleAssignments";
const clause = String.raw`\(\s*\(\s*!\(ActionMatches\{'${type}/(\w+)'\}\)\s*\)\s+OR\s+\(([^()]*)\)\s*\)`;
const clauses = new RegExp(String.raw`^\s*${clause}(?:\s+AND\s+${clause})?\s*$`);
const expression = new RegExp(String.raw`^@(\w+)\[${type}:(\w+)\]\s+ForAnyOfAnyValues:(\w+)\s*\{([^{}]*)\}$`);

/**
 * Reads what Azure's templates "Constrain roles", "Constrain roles and principal types" and "Constrain roles and
 * principals" write (https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples):
 * a clause for the write, one for the delete, or both. Undefined for any other condition.
 */
export function delegationCondition(text: string): DelegationCondition | undefined {
    const [, write = "", forWrite = "", remove, forDelete = ""] = clauses.exec(text) ?? [];
    const found = [parsedClause(write, forWrite), remove === write ? undefined : parsedClause(remove, forDelete)];
    const complete = found.filter((each) => each !== undefined);
    return complete.length === (remove === undefined ? 1 : 2) ? complete : undefined;
}

function parsedClause(operation = "", text: string): Clause | undefined {
    const allowed = text.split(/\s+AND\s+/).flatMap((each) => {
        const [, source, name = "", operator = "", list = ""] = expression.exec(each.trim()) ?? [];
        const listed = list.split(",").map((value) => value.trim());
        const isKnown =
            isAttribute(name) &&
            source === sources[operation] &&
            operator === operators[name] &&
            listed.every((value) => values[operator]?.test(value));
        return isKnown ? [{ attribute: name, values: listed.map(key) }] : [undefined];
    });
    const known = allowed.filter((each) => each !== undefined);
    // Each template names the roles first.
    const isTemplate =
        known.length === allowed.length && known[0]?.attribute === "RoleDefinitionId" && known.length < 3;
    return isTemplate ? { action: `${type}/${operation}`, allowed: known } : undefined;
}

/** Whether the condition lets the action be; it says nothing of other actions than its own. */
export function isMet(condition: DelegationCondition, action: string, of?: RoleAssignmentAttributes): boolean {
    return condition
        .filter((each) => each.action.toLowerCase() === action.toLowerCase())
        .every(({ allowed }) =>
            allowed.every(({ attribute, values: wanted }) => wanted.includes(key(nameOf(of?.[attribute] ?? "")))),
        );
}

function isAttribute(name: string): name is Attribute {
    return Object.hasOwn(operators, name);
}

/** GUIDs may be written without hyphens, texts stand in quotes; letter case counts in neither. */
const key = (value: string) => value.replace(/['-]/g, "").toLowerCase();
