import type { ClusterChange } from "./change";

/** One thing to know about a change of a cluster or of a pool. */
export interface Transition<Change = ClusterChange> {
    /** Stable name, printed with the message. */
    code: string;
    /** Code or message of Azure's own refusal, where one is known. */
    azureCode?: string;
    /**
     * `reject`: it cannot be done, and a preview fails. `rejectUpdate`: it requires a step outside of Pulumi: a preview
     * warns, and an update fails right before the cluster, when the new grants exist. `warn`: it is done, and something
     * follows.
     */
    effect: "reject" | "rejectUpdate" | "warn";
    when(change: Change): boolean;
    /** What holds and what to do, as sentences. */
    message(change: Change): string;
    /** The page behind it. */
    source: string;
    /** Whether its message shows values of properties, which a report must not hold. */
    showsValues?: true;
}

/** The message of a transition, with its code and page. */
export function transitionMessage<Change extends { facts: { component: string } }>(
    { code, azureCode, message, source }: Transition<Change>,
    change: Change,
): string {
    const azure = azureCode === undefined ? "" : `, Azure: ${azureCode}`;
    return `${change.facts.component}: ${message(change)} (${code}${azure}; ${source})`;
}

/** The messages of transitions in a warning or an error of the engine, without what the engine puts in front. */
export function messagesIn(text: string): { code: string; message: string }[] {
    const messages = text.matchAll(/([\s\S]*?\(([A-Z]\w+)(?:, Azure: [^;]+)?; https:[^)\s]*\))(?:\n|$)/g);
    return [...messages].map(([, message = "", code = ""]) => ({
        code,
        message: message.replace(/^(?:warning|error): /, "").replace(/^.*? hook "\S+" failed: /, ""),
    }));
}
