/**
 * Time, as the model sees it. Everything in local-azure that waits or stamps asks a clock, so that a test owns
 * time (virtual) and a person can watch an hour pass in a minute (a fast real clock).
 */
export interface Clock {
    /** Milliseconds since the Unix epoch, in the model's time. */
    now(): number;
    /** Resolves once `ms` milliseconds of the model's time have passed. */
    sleep(ms: number): Promise<void>;
    /** Moves time on, where the clock can be moved: whoever sleeps to then wakes. */
    advance?(ms: number): void;
}

/** A clock that can be moved. */
export type MovableClock = Required<Clock>;

/** The machine's clock, `speed` times as fast (1: real time). */
export function realClock(speed = 1): MovableClock {
    const started = Date.now();
    const sleepers = new Set<() => void>();
    let moved = 0;
    const now = () => started + (Date.now() - started) * speed + moved;
    return {
        now,
        sleep: (ms) =>
            new Promise((resolve) => {
                const end = now() + ms;
                let timer: NodeJS.Timeout | undefined;
                const lookAgain = () => {
                    clearTimeout(timer);
                    const left = end - now();
                    if (left > 0) {
                        // Node takes at most 2^31 - 1 ms: a longer sleep looks again in between.
                        timer = setTimeout(lookAgain, Math.min(Math.ceil(left / speed), 2 ** 31 - 1));
                        return;
                    }
                    sleepers.delete(lookAgain);
                    resolve();
                };
                sleepers.add(lookAgain);
                lookAgain();
            }),
        advance(ms) {
            moved += ms;
            for (const lookAgain of [...sleepers]) lookAgain();
        },
    };
}

/** A clock that stands still until somebody sleeps on it or advances it; sleeping takes no real time. */
export type VirtualClock = MovableClock;

export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
    let now = start;
    const advanceTo = (time: number) => {
        now = Math.max(now, time);
    };
    return {
        now: () => now,
        advance: (ms) => advanceTo(now + ms),
        // Two sleepers that start together wake together: each moves time to its own end, never further.
        sleep: async (ms) => {
            const end = now + ms;
            await new Promise((resolve) => setImmediate(resolve));
            advanceTo(end);
        },
    };
}
