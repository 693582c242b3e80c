import { isRecord, type Values } from "../../values";
import { isTooDeep, TOO_DEEP } from "../jsonInput";
import { InvalidInputError } from "../report";
import { objectsIn } from "./document";
import type { PreviewedResource } from "./preview";
import { resourceOf } from "./resource";

/** What a stack export holds, without its secrets. */
export interface StackExport {
    resources: PreviewedResource[];
    /** URNs of resources whose operation was interrupted: nobody knows what became of it. */
    interrupted: string[];
}

/**
 * Reads what `pulumi stack export` prints.
 *
 * @throws InvalidInputError if the text is something else.
 */
export function readStackExport(text: string): StackExport {
    const read = objectOf(text);
    if (isTooDeep(read)) {
        throw new InvalidInputError(
            `the stack export is not one: ${TOO_DEEP}; expected the output of \`pulumi stack export\``,
        );
    }
    const { deployment } = read;
    if (!isRecord(deployment)) {
        throw new InvalidInputError("the stack export has no deployment; expected the output of `pulumi stack export`");
    }
    const { resources, pending_operations }: Values = { ...deployment };
    return {
        resources: objectsIn(resources).flatMap((each) => resourceOf(each) ?? []),
        interrupted: objectsIn(pending_operations).flatMap(({ resource }) => resourceOf(resource)?.urn ?? []),
    };
}

function objectOf(text: string): Values {
    try {
        return { ...Object(JSON.parse(text)) };
    } catch {
        throw new InvalidInputError("the stack export is not JSON; expected the output of `pulumi stack export`");
    }
}
