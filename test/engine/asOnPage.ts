import { withDayOfPages } from "../readme";

const GUID = /[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/g;

/**
 * Makes texts of one page alike in every run: the day, GUIDs, with and without hyphens, by the order in which they appear, and one
 * random end for all automatic names that start with one of `names`.
 */
export function asOnPage(names: string[]): (text: string) => string {
    const known = new Map<string, string>();
    const numbered = (guid: string, hyphen: string) => {
        const key = guid.replaceAll("-", "");
        const number = known.get(key) ?? `aaaaaaaa-0000-0000-0000-${String(known.size + 1).padStart(12, "0")}`;
        known.set(key, number);
        return hyphen === "" ? number.replaceAll("-", "") : number;
    };
    const automatic = new RegExp(`\\b(${names.join("|")})[0-9a-f]{8}\\b`, "g");
    return (text) => withDayOfPages(text).replace(GUID, numbered).replace(automatic, "$11a2b3c4d");
}
