import { showPath } from "../validation/show";
import { isRecord, type Path, type Values } from "../values";
import type { JsonInput } from "./jsonInput";
import { InvalidInputError } from "./report";
import type { ClusterGrants, DeployedGrant } from "./requiredGrant";

const REQUIRED = ["identity", "principalId", "role", "roleDefinitionId", "scope", "when", "description"] as const;

/** A component as an output has its outputs one level below; no program nests them deeper than this. */
const DEEPEST = 4;

/** Role assignments among the outputs of a stack. */
export interface GrantsOutput {
    /** The output as messages name it, such as `aks.roleAssignments`. */
    path: string;
    /** The object that has them as a property, with the other outputs of the component. */
    owner: Values;
    /** The name of that property. */
    key: string;
    roleAssignments: DeployedGrant[];
}

/**
 * The role assignments among the outputs of a stack, under whatever name: the output `roleAssignments` of components, and
 * components that are outputs as a whole. Empty if there are none.
 *
 * @throws InvalidInputError if an output `roleAssignments` does not have the shape of the component's.
 */
export function grantsOfOutputs(input: JsonInput): ClusterGrants[] {
    return grantsOutputs(input).map(({ path, owner: { clusterName }, roleAssignments }) => ({
        name: typeof clusterName === "string" ? clusterName : path,
        roleAssignments,
        warnings: [],
    }));
}

/** The same with what else stands beside them. */
export function grantsOutputs({ name, value }: JsonInput): GrantsOutput[] {
    return listsIn(value, []).map(({ owner, key, path, list }) => {
        for (const [index, entry] of list.entries()) {
            const missing = REQUIRED.find((property) => typeof Object(entry)[property] !== "string");
            if (missing !== undefined) {
                const place = showPath([...path, index, missing]);
                throw new InvalidInputError(
                    `${name}: ${place} is not a string. Expected: the output roleAssignments of a component, with ${REQUIRED.join(", ")}`,
                );
            }
        }
        return {
            path: showPath(path),
            owner,
            key,
            roleAssignments: list.map((entry) => grantOf(entry as DeployedGrant)),
        };
    });
}

interface Found {
    owner: Values;
    key: string;
    path: Path;
    list: unknown[];
}

function listsIn(value: unknown, path: Path): Found[] {
    if (!isRecord(value) || path.length >= DEEPEST) {
        return [];
    }
    return Object.entries(value).flatMap(([key, each]) => {
        const at = [...path, key];
        return Array.isArray(each) && (key === "roleAssignments" || looksLikeGrants(each))
            ? [{ owner: value as Values, key, path: at, list: each }]
            : listsIn(each, at);
    });
}

function looksLikeGrants(list: unknown[]): boolean {
    return list.length > 0 && list.every((entry) => REQUIRED.every((key) => typeof Object(entry)[key] === "string"));
}

/** Only known fields: others may be secret. */
function grantOf(entry: DeployedGrant): DeployedGrant {
    const { identity, principalId, role, roleDefinitionId, scope, when, description, id } = entry;
    const known = { identity, principalId, role, roleDefinitionId, scope, when, description };
    return typeof id === "string" ? { ...known, id } : known;
}
