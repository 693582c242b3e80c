import { isRecord, type Values } from "../../values";

/** Settings of a resource that are read one by one, by azure-native's paths in any letter case; the others remain. */
export class Remaining {
    /** `values` is used up. */
    constructor(private readonly values: Values) {}

    read(path: string): unknown {
        return this.#find(path)?.value;
    }

    /** The value, which then no longer remains. */
    take(path: string): unknown {
        const { holder, name, value } = this.#find(path) ?? {};
        if (holder !== undefined && name !== undefined) {
            Reflect.deleteProperty(holder, name);
        }
        return value;
    }

    /** The text; undefined where it is empty. */
    takeText(path: string): string | undefined {
        const value = this.take(path);
        return typeof value === "string" && value !== "" ? value : undefined;
    }

    takeList(path: string): unknown[] {
        const value = this.take(path);
        return Array.isArray(value) ? value : [];
    }

    /** What remains, without objects that hold nothing. */
    get rest(): Values {
        return withoutEmpty(this.values) ?? {};
    }

    #find(path: string): { holder: object; name: string; value: unknown } | undefined {
        let found: { holder: object; name: string; value: unknown } | undefined;
        let inside: unknown = this.values;
        for (const key of path.split(".")) {
            if (!isRecord(inside)) {
                return undefined;
            }
            const holder: object = inside;
            const name = Object.keys(holder).find((each) => each.toLowerCase() === key.toLowerCase());
            if (name === undefined) {
                return undefined;
            }
            inside = Reflect.get(holder, name);
            found = { holder, name, value: inside };
        }
        return found;
    }
}

function withoutEmpty(values: object): Values | undefined {
    const entries = Object.entries(values)
        .map(([key, value]) => [key, isRecord(value) ? withoutEmpty(value) : value] as const)
        .filter(([, value]) => value !== undefined);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
