/**
 * Time, as the model sees it. Everything in local-azure that waits or stamps asks a clock, so that a test owns
 * time (virtual) and a person can watch an hour pass in a minute (a fast real clock).
 */
export interface Clock {
    /** Milliseconds since the Unix epoch, in the model's time. */
    now(): number;
    /** Resolves once `ms` milliseconds of the model's time have passed. */
    sleep(ms: number): Promise<void>;
}

/** The machine's clock, `speed` times as fast (1: real time). */
export function realClock(speed = 1): Clock {
    const started = Date.now();
    return {
        now: () => started + (Date.now() - started) * speed,
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
    };
}

/** A clock that stands still until somebody sleeps on it or advances it; sleeping takes no real time. */
export interface VirtualClock extends Clock {
    advance(ms: number): void;
}

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
