import { isRecord, type Values } from "../../values";
import type { Limits } from "./limits";

/** Characters that a program cannot have in the name of a tag; Azure itself writes some, as in `hidden-link:/subscriptions/…`. */
const NOT_FOR_PROGRAMS = /[<>%&\\?/]/;

const REASON =
    "Azure has written this tag: a program cannot set a tag of this name. A program in TypeScript leaves it as it is (ignoreChanges). With a program in YAML, the next update deletes it.";

/** The tags that a program can set, and Pulumi's paths of the others. `path` is that of the tags, for limits. */
export function splitTags(
    tags: unknown,
    path: string,
    { notExpressible }: Limits,
): { tags: Values | undefined; ignored: string[] } {
    if (!isRecord(tags)) {
        return { tags: undefined, ignored: [] };
    }
    const [own, others] = [false, true].map((isOthers) =>
        Object.entries(tags).filter(([name]) => NOT_FOR_PROGRAMS.test(name) === isOthers),
    ) as [[string, unknown][], [string, unknown][]];
    const ignored = others.map(([name]) => `[${JSON.stringify(name)}]`);
    notExpressible.push(...ignored.map((name) => ({ path: `${path}${name}`, reason: REASON })));
    const isEmptied = own.length === 0 && others.length > 0;
    return { tags: isEmptied ? undefined : Object.fromEntries(own), ignored: ignored.map((name) => `tags${name}`) };
}
