/** What a comparison of a recorded value with ours found. */
export interface Comparison {
    /** Leaves of the recorded value that were compared. */
    compared: number;
    /** One line each: the path, and what stands there. */
    differences: string[];
}

/**
 * Compares keys, types, values and the case of ids, deeply. What Azure makes up (GUIDs, times, versions, host names)
 * is compared by its form only; everything else must be equal.
 */
export function compare(recorded: unknown, ours: unknown, path = "$"): Comparison {
    if (isContainer(recorded) && isContainer(ours) && Array.isArray(recorded) === Array.isArray(ours)) {
        return compareContainers(recorded, ours, path);
    }
    const same = typeOf(recorded) === typeOf(ours) && form(path, recorded) === form(path, ours);
    return {
        compared: 1,
        differences: same ? [] : [`${path}: recorded ${show(recorded)}, ours ${show(ours)}`],
    };
}

function compareContainers(recorded: object, ours: object, path: string): Comparison {
    const [left, right] = [new Map(Object.entries(recorded)), new Map(Object.entries(ours))];
    const missing = [...left.keys()].filter((key) => !right.has(key)).map((key) => `${path}.${key}: missing`);
    const added = [...right.keys()].filter((key) => !left.has(key)).map((key) => `${path}.${key}: not recorded`);
    const inner = [...left]
        .filter(([key]) => right.has(key))
        .map(([key, value]) => compare(value, right.get(key), `${path}.${key}`));
    return {
        // An empty object or list is a finding too: nothing must stand in it.
        compared: left.size === 0 ? 1 : inner.reduce((sum, { compared }) => sum + compared, missing.length),
        differences: [...missing, ...added, ...inner.flatMap(({ differences }) => differences)],
    };
}

const guid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** By key: what of a value is made up, and what stands for it. First match counts. */
const madeUp: { key: RegExp; masks: [RegExp, string][] }[] = [
    // The recordings' scrubber has put a GUID where Azure says "msi".
    {
        key: /servicePrincipalProfile\.clientId$/,
        masks: [
            [guid, "<principal>"],
            [/^msi$/, "<principal>"],
        ],
    },
    {
        key: /\.(fqdn|azurePortalFQDN|privateFQDN)$/i,
        masks: [
            [/-[a-z0-9]{8}\./, "-<suffix>."],
            [/^[\da-f]{32}-priv\./, "<hash>-priv."],
            [guid, "<guid>"],
            // Some of the recordings' subscriptions are served by AKS's staging.
            [/\.staging\.azmk8s/, ".azmk8s"],
        ],
    },
    { key: /(kubernetesVersion|orchestratorVersion|nodeImageVersion)$/i, masks: [[/\d+/g, "<n>"]] },
    {
        key: /\.privateLinkServiceID$/,
        masks: [
            [/-cx-\d+\//, "-cx-<n>/"],
            [/[\da-f]{32}$/, "<hash>"],
        ],
    },
    { key: /\.resourceUID$/, masks: [[/^[\da-f]{24}$/, "<uid>"]] },
    {
        key: /\.(createdOn|updatedOn|startTime|endTime)$/,
        masks: [[/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/, "<time>"]],
    },
    {
        key: /\.message$/,
        masks: [
            [/Principal [\da-f]{32}/, "Principal <oid>"],
            [/The client '[^']*'/, "The client '<client>'"],
            // What Azure has come to say since: the sentence before it is held as recorded.
            [/^(The role assignment already exists\.) The ID of the existing role assignment is [\da-f]{32}\.$/, "$1"],
            [guid, "<guid>"],
        ],
    },
    { key: /./, masks: [[guid, "<guid>"]] },
];

function form(path: string, value: unknown): unknown {
    if (typeof value !== "string") return value;
    const masks = madeUp.find(({ key }) => key.test(path))?.masks ?? [];
    return masks.reduce((text, [pattern, mask]) => text.replace(pattern, mask), value);
}

function isContainer(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

function typeOf(value: unknown): string {
    return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function show(value: unknown): string {
    return JSON.stringify(value) ?? "nothing";
}
