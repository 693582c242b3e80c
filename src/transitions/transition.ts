import type { ClusterChange } from "./change";

/** A message about a change of a cluster or of a pool, with its condition. */
export interface Transition<Change = ClusterChange> {
    /** Stable name, printed with the message. */
    code: string;
    /** Code or message of Azure's error, if it is known. */
    azureCode?: string;
    /**
     * `reject`: it cannot be done, and a preview fails. `rejectUpdate`: it requires a step outside of Pulumi: a preview
     * warns, and an update fails right before the cluster, when the new role assignments exist. `warn`: the change is
     * made, but steps remain.
     */
    effect: "reject" | "rejectUpdate" | "warn";
    when(change: Change): boolean;
    /** What holds and what to do, as sentences. */
    message(change: Change): string;
    /** The page that documents it. */
    source: string;
    /** Whether its message shows values of properties, which a report must not contain. */
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

/** The messages of transitions in a warning or an error of the engine, without the prefix of the engine. */
export function messagesIn(text: string): { code: string; message: string }[] {
    let start = 0;
    return [...text.matchAll(END)].map(({ 0: end, 1: code = "", index }) => {
        const message = text.slice(start, index) + end.trimEnd();
        start = index + end.length;
        return { code, message: message.replace(/^(?:warning|error): /, "").replace(/^.*? hook "\S+" failed: /, "") };
    });
}

const END = /\(([A-Z]\w+)(?:, Azure: [^;\n]+)?; https:[^)\s]*\)(?:\n|$)/g;
