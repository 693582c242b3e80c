import { type AdoptedResources, importFileOf } from "../../src/migration/adopt/importFile";
import { readPreview } from "../../src/migration/preview/readPreview";
import { changesOf, type Engine, observed, steps } from "./engine";
import { importResources } from "./importResources";
import { codes, said } from "./transition";

export const isWrite = ({ method }: { method: string }) => ["PUT", "PATCH", "DELETE"].includes(method);

/**
 * Takes clusters into the stack, whose program describes them, as the command `adopt` says: without a request, and so that
 * nothing is left to do but to create what does not exist. Returns the names of that, and what `pulumi up` would replace
 * with the input `adopt` alone, as before CLI 3.254, with the codes of what the preview warns of.
 */
export async function adoptByImport(
    { stack, newRequests }: Engine,
    shown: Record<string, AdoptedResources>,
): Promise<Record<"created" | "replaced" | "warned", string[]>> {
    const { events } = await observed((options) => stack.preview(options));
    const preview = readPreview(events.map((event) => JSON.stringify(event)).join("\n"));
    const files = Object.entries(shown).map(([name, of]) => importFileOf(name, preview, of));
    const created = files.flatMap((file) => file.created);

    newRequests();
    await importResources(stack, { resources: files.flatMap(({ file }) => file.resources) });
    expect(newRequests().map(({ method, path }) => `${method} ${path}`)).toEqual([]);

    const next = await observed((options) => stack.preview(options));
    expect(changesOf(next.events).sort()).toEqual(created.map((name) => `create ${name}`).sort());
    expect(newRequests().filter(isWrite)).toEqual([]);
    return {
        created,
        replaced: steps(events)
            .filter((step) => step.startsWith("replace "))
            .sort(),
        warned: codes(said(events)),
    };
}
