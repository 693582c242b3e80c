import {
    clusterType,
    credentialType,
    featureRegistrationType,
    identityType,
    peeringType,
    poolType,
    roleAssignmentType,
    subnetType,
} from "./typeNames";
/**
 * How long Azure takes: every duration of the model is in this file. A duration is one number, not a distribution, so that
 * a run is the same every time; where a range is known, `source` has it. In seconds of the model's time.
 */
export interface DurationOptions {
    /**
     * `none` (default): nothing takes time. `realistic`: as documented and recorded, which is minutes for a cluster and
     * hours for a change of its identity. The options below count instead of the profile's numbers.
     */
    latency?: "none" | "realistic";
    /** Until the directory shows a new principal. */
    directoryDelaySeconds?: number;
    /** Until a role assignment takes effect, and the membership in a group. */
    propagationDelaySeconds?: number;
    /** Given: each role assignment takes a part of that delay, its own by chance; the same number, the same parts. */
    propagationSeed?: number;
    /** How long a role assignment goes on to count after it is deleted. */
    revocationDelaySeconds?: number;
    /** How long a new role assignment cannot be read: 404, and 409 to whoever therefore writes it again. */
    assignmentReadDelaySeconds?: number;
    /** How long a control plane goes on as the managed identity that it has left, until its token expires. */
    identitySwitchSeconds?: number;
    /** How long an operation on a cluster or an agent pool runs, and the registration of a feature. */
    operationSeconds?: number;
    /** How long a write runs during which its parent takes no other: subnets, peerings, federated credentials. */
    writeSeconds?: number;
}

/** What belongs to no single request, in the profile "realistic". */
const delays = {
    /** Recording 16: a new identity unknown 9 s after it was made (exchange 36), known at 16 s (exchange 38). */
    directoryDelaySeconds: 15,
    /**
     * "Up to 10 minutes" is what Azure documents for role assignments; for managed identities in AKS "up to 60 minutes"
     * (facts §3), to be had with the option of its own. Recording 04 shows a role in force after 7 s.
     */
    propagationDelaySeconds: 600,
    /** https://learn.microsoft.com/azure/role-based-access-control/troubleshooting: as long as for an assignment. */
    revocationDelaySeconds: 600,
    /** hashicorp/terraform-provider-azurerm#9379 has seen it; how long it was is not said. */
    assignmentReadDelaySeconds: 0,
    /** "Several hours", says Azure (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
    identitySwitchSeconds: 4 * 3600,
};

/** A duration of a request: of its answer, or of the operation that it starts. */
interface RequestDuration {
    method: "PUT" | "PATCH" | "DELETE" | "POST";
    /** The route's type; an action is written as `type:action`. */
    type: string;
    /** Only when the resource is made, or only when it is there already. */
    when?: "create" | "update";
    /** `answer`: until the response; `operation`: from the response to the end of the operation. */
    of: "answer" | "operation";
    /** The option that sets it in any profile. */
    option?: "operationSeconds" | "writeSeconds";
    /** In the profile "realistic". */
    seconds: number;
    source: string;
}

/** An operation of AKS, or one like it. */
const aks = (
    method: RequestDuration["method"],
    type: string,
    seconds: number,
    source: string,
    when?: RequestDuration["when"],
): RequestDuration => ({
    method,
    type,
    of: "operation",
    option: "operationSeconds",
    seconds,
    source,
    ...(when && { when }),
});

const write = (method: "PUT" | "DELETE", type: string, of: RequestDuration["of"]): RequestDuration => ({
    method,
    type,
    of,
    option: "writeSeconds",
    seconds: 0,
    source: "not recorded: over at once",
});

export const requestDurations: readonly RequestDuration[] = [
    aks(
        "PUT",
        clusterType,
        292,
        "recordings 01 (287 s), 02 (292 s), 04 (344 s), 05 (228 s, service principal)",
        "create",
    ),
    aks("PUT", clusterType, 131, "recording 06 (131 s, service principal to system-assigned)", "update"),
    aks("PATCH", clusterType, 10, "estimate: tags only"),
    // Of a group that holds a cluster, too.
    aks("DELETE", clusterType, 240, "estimate: not recorded"),
    aks("POST", `${clusterType}:resetServicePrincipalProfile`, 240, "estimate: not recorded"),
    aks("PUT", poolType, 180, "estimate: not recorded"),
    aks("DELETE", poolType, 120, "estimate: not recorded"),
    aks("POST", `${poolType}:upgradeNodeImageVersion`, 300, "estimate: not recorded; grows with the node count"),
    aks("POST", "Microsoft.Features/providers/features:register", 240, "estimate: an hour or so in Azure"),
    aks("PUT", featureRegistrationType, 240, "estimate: an hour or so in Azure"),
    {
        method: "PUT",
        type: identityType,
        of: "answer",
        seconds: 2,
        source: "recording 04, exchanges 46 to 48: answers 2 s apart",
    },
    { method: "PUT", type: roleAssignmentType, of: "answer", seconds: 0.7, source: "observed range 0.3 to 1 s" },
    write("PUT", credentialType, "answer"),
    write("DELETE", credentialType, "answer"),
    write("PUT", subnetType, "operation"),
    write("PUT", peeringType, "operation"),
];

/** The durations of one local-azure, in seconds. */
export class Durations {
    readonly directoryDelay: number;
    /** The longest that an assignment takes. */
    readonly propagationDelay: number;
    readonly revocationDelay: number;
    readonly assignmentReadDelay: number;
    readonly identitySwitch: number;
    readonly #chance: () => number;

    constructor(private readonly options: DurationOptions) {
        const delay = (option: keyof typeof delays) => options[option] ?? this.#ofProfile(delays[option]);
        this.directoryDelay = delay("directoryDelaySeconds");
        this.propagationDelay = delay("propagationDelaySeconds");
        this.revocationDelay = delay("revocationDelaySeconds");
        this.assignmentReadDelay = delay("assignmentReadDelaySeconds");
        this.identitySwitch = delay("identitySwitchSeconds");
        this.#chance = options.propagationSeed === undefined ? () => 1 : chances(options.propagationSeed);
    }

    /** Of the next role assignment. */
    nextPropagation(): number {
        return this.propagationDelay * this.#chance();
    }

    /** Of a request: 0 where the table has no row for it. */
    of(what: RequestDuration["of"], request: { method: string; type: string; exists: boolean }): number {
        const row = requestDurations.find(
            ({ of, method, type, when }) =>
                of === what &&
                method === request.method &&
                type.toLowerCase() === request.type.toLowerCase() &&
                (when === undefined || (when === "update") === request.exists),
        );
        if (!row) return 0;
        return (row.option && this.options[row.option]) ?? this.#ofProfile(row.seconds);
    }

    #ofProfile(seconds: number): number {
        return this.options.latency === "realistic" ? seconds : 0;
    }
}

/** Numbers between 0 and 1 that look random and are the same for the same seed (the algorithm is known as mulberry32). */
function chances(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
