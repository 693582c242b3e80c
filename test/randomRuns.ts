/**
 * How much of a generated test runs. Each push runs a tenth of it with a fixed seed; `FULL=1` runs all of it with another seed
 * each time, which jest.config.js chooses and prints. `RANDOM_SEED` gives the seed.
 */
export const FULL = Boolean(process.env.FULL);

export function seedOf(fixed: number): number {
    return Number(process.env.RANDOM_SEED ?? fixed);
}

export function runsOf(full: number): number {
    return FULL ? full : Math.ceil(full / 10);
}
