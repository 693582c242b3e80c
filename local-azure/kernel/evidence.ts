/**
 * How a fact about Azure is known, from the surest:
 * - `recorded`: an answer of Azure shows it, in a recording or quoted in an issue;
 * - `documented`: Azure's documentation or release notes say it;
 * - `derived`: it was concluded from such facts: the page names a role, say, and the action is one that the role grants;
 * - `unverified`: it is assumed;
 * - `refused`: it is not known, and answered with 501.
 */
export const bases = ["recorded", "documented", "derived", "unverified", "refused"] as const;
export type Basis = (typeof bases)[number];

/** What a row of a table rests on. Where its parts are known in different ways, the least sure counts. */
export interface Evidence {
    basis: Basis;
    /** The page, issue or recording; of what is derived or unverified, the one that comes nearest. */
    source: string;
}

export const recorded = (source: string): Evidence => ({ basis: "recorded", source });
export const documented = (source: string): Evidence => ({ basis: "documented", source });
export const derived = (source: string): Evidence => ({ basis: "derived", source });
export const unverified = (source: string): Evidence => ({ basis: "unverified", source });
export const refused = (source: string): Evidence => ({ basis: "refused", source });

/** A page of Azure's documentation by its path, as `aks/static-ip`. */
export const page = (path: string) => `https://learn.microsoft.com/azure/${path}`;

/** An issue or pull request on GitHub, as `Azure/AKS#2333`. */
export const issue = (name: string) => `https://github.com/${name.replace("#", "/issues/")}`;
