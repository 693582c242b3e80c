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

/** Who waits for which time, soonest first; of two that wait for the same time, the one who came first. */
class WakeUps {
    readonly #waiting: { at: number; wake: () => void }[] = [];

    get next(): number | undefined {
        return this.#waiting[0]?.at;
    }

    at(at: number): Promise<void> {
        return new Promise((wake) => {
            const later = this.#waiting.findIndex((other) => other.at > at);
            this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, { at, wake });
        });
    }

    /** Wakes all whose time has come. */
    wake(now: number): void {
        const due = this.#waiting.filter(({ at }) => at <= now).length;
        for (const { wake } of this.#waiting.splice(0, due)) wake();
    }
}

/** The machine's clock, `speed` times as fast (1: real time). */
export function realClock(speed = 1): MovableClock {
    const started = Date.now();
    const wakeUps = new WakeUps();
    let timer: NodeJS.Timeout | undefined;
    let moved = 0;
    const now = () => started + (Date.now() - started) * speed + moved;
    const look = () => {
        clearTimeout(timer);
        wakeUps.wake(now());
        if (wakeUps.next === undefined) return;
        // Node takes at most 2^31 - 1 ms: a longer wait looks again in between.
        timer = setTimeout(look, Math.min(Math.ceil((wakeUps.next - now()) / speed), 2 ** 31 - 1));
    };
    return {
        now,
        sleep: (ms) => {
            const woken = wakeUps.at(now() + ms);
            look();
            return woken;
        },
        advance(ms) {
            moved += ms;
            look();
        },
    };
}

/** A clock that stands still until somebody sleeps on it or advances it; sleeping takes no real time worth mentioning. */
export type VirtualClock = MovableClock;

/** In real time: for what has woken to go on with, a request say, before time moves to whoever waits longer. */
const headStartMs = 5;

export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
    const wakeUps = new WakeUps();
    let now = start;
    let isMoving = false;
    // Time goes from one wake-up to the next and never past one: what waits 10 s can wait again before 600 s are over.
    const move = async () => {
        isMoving = true;
        await new Promise((resolve) => setImmediate(resolve));
        while (wakeUps.next !== undefined) {
            now = Math.max(now, wakeUps.next);
            wakeUps.wake(now);
            if (wakeUps.next !== undefined) await new Promise((resolve) => setTimeout(resolve, headStartMs));
        }
        isMoving = false;
    };
    return {
        now: () => now,
        advance: (ms) => {
            now += Math.max(0, ms);
            wakeUps.wake(now);
        },
        sleep: (ms) => {
            const woken = wakeUps.at(now + ms);
            if (!isMoving) void move();
            return woken;
        },
    };
}
