import { isRecord, type Values } from "../../values";
import { textOf } from "../jsonInput";
import type { Reading } from "../live/reading";

/** When the last credential of a service principal ends. */
export type SecretExpiry =
    | {
          state: "valid" | "expiring" | "expired";
          /** ISO 8601. */
          endsOn: string;
          /** Whole days until then; negative once it has ended. */
          days: number;
      }
    | { state: "unknown"; reason: string };

const DAY = 24 * 60 * 60 * 1000;
/** A migration with its role assignments and node upgrades should be done before. */
export const EXPIRING_DAYS = 30;

/**
 * Reads it from the applications of a client id, as Microsoft Graph lists them
 * (https://learn.microsoft.com/graph/api/resources/application). AKS does not show which credential it uses: the one that
 * ends last counts. `now` is in milliseconds since the epoch.
 */
export function secretExpiryOf(applications: Reading<object[]>, now: number): SecretExpiry {
    if ("failure" in applications) {
        return { state: "unknown", reason: applications.failure };
    }
    const [application] = applications.value;
    if (application === undefined) {
        return {
            state: "unknown",
            reason: "this tenant has no application with this client id: it was deleted, or it belongs to another tenant",
        };
    }
    const { passwordCredentials, keyCredentials } = application as Values;
    const ends = [passwordCredentials, keyCredentials].flatMap(endsIn);
    if (ends.length === 0) {
        return { state: "unknown", reason: "the application has neither a secret nor a certificate" };
    }
    const last = Math.max(...ends);
    const days = Math.floor((last - now) / DAY);
    const state = last <= now ? "expired" : days < EXPIRING_DAYS ? "expiring" : "valid";
    return { state, endsOn: new Date(last).toISOString(), days };
}

function endsIn(credentials: unknown): number[] {
    return (Array.isArray(credentials) ? credentials : [])
        .map((each) => Date.parse(textOf(isRecord(each) ? (each as Values).endDateTime : "")))
        .filter((end) => !Number.isNaN(end));
}
