/** What a role definition grants (https://learn.microsoft.com/azure/role-based-access-control/role-definitions). */
export interface RolePermission {
    actions: string[];
    /** What is taken from `actions`; it denies nothing. */
    notActions: string[];
    dataActions: string[];
    notDataActions: string[];
    /** Whether it holds under a condition only. */
    isConditional: boolean;
}

/**
 * What of `required` the permissions `held` do not grant, as the role writes it; empty where they grant all of it. What is
 * held under a condition does not count.
 */
export function lackedActions(required: readonly RolePermission[], held: readonly RolePermission[]): string[] {
    const unconditional = held.filter(({ isConditional }) => !isConditional);
    const [actions, dataActions] = [unconditional.map(actionsOf), unconditional.map(dataActionsOf)];
    return required.flatMap((permission) => [
        ...outside(actionsOf(permission), actions),
        ...outside(dataActionsOf(permission), dataActions),
    ]);
}

/** A set of actions: what matches `included` and not `excluded`. */
interface Actions {
    included: string[];
    excluded: string[];
}

const actionsOf = ({ actions, notActions }: RolePermission): Actions => ({ included: actions, excluded: notActions });
const dataActionsOf = ({ dataActions, notDataActions }: RolePermission): Actions => ({
    included: dataActions,
    excluded: notDataActions,
});

/** The patterns of `inner` of which at least one action is in none of the others. */
function outside(inner: Actions, outer: readonly Actions[]): string[] {
    return inner.included.filter((pattern) => !isInside({ included: [pattern], excluded: inner.excluded }, outer));
}

/** More steps than any role of Azure takes. */
const MOST_STEPS = 20_000;

/**
 * Whether every action of `inner` is in one of `outer`, decided for all texts at once: patterns are read side by side, a
 * character at a time, and each state of theirs is looked at once. What takes too long counts as not inside.
 */
function isInside(inner: Actions, outer: readonly Actions[]): boolean {
    const [start, ...starts] = [inner, ...outer].map(startOf);
    const letters = lettersOf([inner, ...outer]);
    const first: State = { inner: start as Reader, outer: starts };
    const seen = new Set([keyOf(first)]);
    const states = [first];
    for (const state of states) {
        if (accepts(state.inner) && !state.outer.some(accepts)) {
            return false;
        }
        if (seen.size > MOST_STEPS) {
            return false;
        }
        for (const letter of letters) {
            const next = { inner: step(state.inner, letter), outer: state.outer.map((each) => step(each, letter)) };
            const key = keyOf(next);
            if (isAlive(next.inner.included) && !next.outer.some(acceptsEverything) && !seen.has(key)) {
                seen.add(key);
                states.push(next);
            }
        }
    }
    return true;
}

interface State {
    inner: Reader;
    outer: Reader[];
}

/** How far the patterns of a set of actions are read. */
interface Reader {
    included: Progress[];
    excluded: Progress[];
}

/** A pattern, and the places in it that the text so far can have come to. */
interface Progress {
    pattern: string;
    places: number[];
}

function startOf({ included, excluded }: Actions): Reader {
    const progress = (patterns: string[]) =>
        patterns.flatMap(spellings).map((pattern) => ({ pattern, places: withStars(pattern, [0]) }));
    return { included: progress(included), excluded: progress(excluded) };
}

// Letter case does not count. A `*` that is a whole segment may stand for none: Managed Identity Operator grants
// `userAssignedIdentities/*/assign/action`, and Azure takes it for `userAssignedIdentities/assign/action`.
function spellings(pattern: string): string[] {
    const text = pattern.toLowerCase();
    const at = text.indexOf("/*/");
    return at < 0
        ? [text]
        : spellings(text.slice(at + 2)).flatMap((rest) => [text.slice(0, at + 2) + rest, text.slice(0, at) + rest]);
}

/** A star can stand for nothing. */
function withStars(pattern: string, places: number[]): number[] {
    const all = new Set<number>();
    for (let place of places) {
        all.add(place);
        while (pattern[place] === "*") {
            place++;
            all.add(place);
        }
    }
    return [...all].sort((one, other) => one - other);
}

/** Stands for every character that no pattern has. */
const OTHER = "\0";

function lettersOf(sets: readonly Actions[]): string[] {
    const text = sets.flatMap(({ included, excluded }) => [...included, ...excluded]).join("");
    return [...new Set(text.toLowerCase().replaceAll("*", "") + OTHER)];
}

function step({ included, excluded }: Reader, letter: string): Reader {
    const advance = ({ pattern, places }: Progress) => ({
        pattern,
        places: withStars(
            pattern,
            places.flatMap((place) =>
                pattern[place] === "*" ? [place] : pattern[place] === letter ? [place + 1] : [],
            ),
        ),
    });
    return { included: included.map(advance), excluded: excluded.map(advance) };
}

function accepts({ included, excluded }: Reader): boolean {
    return included.some(isAtEnd) && !excluded.some(isAtEnd);
}

function isAtEnd({ pattern, places }: Progress): boolean {
    return places.at(-1) === pattern.length;
}

function isAlive(patterns: Progress[]): boolean {
    return patterns.some(({ places }) => places.length > 0);
}

/** Whether it accepts every continuation of the text: a pattern is at a star that ends it, and nothing is taken away. */
function acceptsEverything({ included, excluded }: Reader): boolean {
    const atLastStar = ({ pattern, places }: Progress) => pattern.endsWith("*") && places.includes(pattern.length - 1);
    return included.some(atLastStar) && !isAlive(excluded);
}

function keyOf({ inner, outer }: State): string {
    return [inner, ...outer]
        .flatMap(({ included, excluded }) => [...included, ...excluded])
        .map(({ places }) => places.join(","))
        .join(" ");
}
