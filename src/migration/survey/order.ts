import type { Assessed, Assessment, Risk } from "./assessment";
import { grouped } from "./principals";

/** A cluster that has something to be done, and how much that is. */
export interface Candidate extends Assessed, Assessment {}

/**
 * The order of migration. Clusters with one service principal follow each other, since it can be revoked only after the last.
 * First come those whose secret has expired or expires soon, the earliest first, then the others by risk and by effort.
 */
export function orderOf<T extends Candidate>(candidates: T[]): T[] {
    return [...grouped(candidates, unitOf).values()]
        .map((unit) => [...unit].sort((one, other) => compare(rankOf([one]), rankOf([other]))))
        .sort((one, other) => compare(rankOf(one), rankOf(other)))
        .flat();
}

/** The first cluster without haste and without a high risk, where others follow that can profit from it. */
export function trialOf<T extends Candidate>(ordered: T[]): T | undefined {
    const calm = ordered.filter((cluster) => daysOfGrace(cluster) === Number.POSITIVE_INFINITY);
    return calm.length > 1 && calm[0]?.risk.level !== "high" ? calm[0] : undefined;
}

function unitOf({ id, controlPlane, principal = id }: Candidate): string {
    return controlPlane === "ServicePrincipal" ? principal : id;
}

const RISK_RANKS: Record<Risk, number> = { low: 0, medium: 1, high: 2 };

type Rank = (number | string)[];

/** Of clusters with one secret. */
function rankOf(unit: Candidate[]): Rank {
    return [
        Math.min(...unit.map(daysOfGrace)),
        Math.max(...unit.map(({ risk }) => RISK_RANKS[risk.level])),
        unit.reduce((sum, { effort }) => sum + effort.points, 0),
        unit[0]?.id.toLowerCase() ?? "",
    ];
}

function compare(one: Rank, other: Rank): number {
    const at = one.findIndex((part, index) => part !== other[index]);
    const [left = 0, right = 0] = [one[at], other[at]];
    return at === -1 ? 0 : left < right ? -1 : 1;
}

function daysOfGrace({ secret }: Candidate): number {
    return secret?.state === "expired" || secret?.state === "expiring" ? secret.days : Number.POSITIVE_INFINITY;
}
