import type { PropertyMap } from "./propertyValues";

/** What the engine calls, in plain data; `peer` names the connection. */
export interface Provider {
    configure(peer: string, configuration: PropertyMap): void;
    check(peer: string, urn: string, request: Checked): Promise<CheckResult>;
    diff(urn: string, oldInputs: PropertyMap, oldState: PropertyMap, news: PropertyMap): DiffResult;
    create(peer: string, urn: string, inputs: PropertyMap, options: WriteOptions): Promise<Written>;
    read(peer: string, urn: string, id: string, inputs: PropertyMap, state: PropertyMap): Promise<ReadResult>;
    update(peer: string, urn: string, id: string, olds: Olds, news: PropertyMap, o: WriteOptions): Promise<PropertyMap>;
    delete(peer: string, urn: string, id: string, timeoutSeconds: number): Promise<void>;
    invoke(peer: string, token: string, args: PropertyMap): Promise<PropertyMap>;
    cancel(peer: string): void;
}

export interface Checked {
    olds: PropertyMap;
    news: PropertyMap;
    randomSeed: Uint8Array;
    autonaming?: Autonaming;
}

export interface Olds {
    inputs: PropertyMap;
    state: PropertyMap;
}

export interface WriteOptions {
    preview: boolean;
    /** 0: the provider's own. */
    timeoutSeconds: number;
}

export interface CheckResult {
    inputs: PropertyMap;
    failures: string[];
}

export type DiffKind = "ADD" | "ADD_REPLACE" | "DELETE" | "DELETE_REPLACE" | "UPDATE" | "UPDATE_REPLACE";

export interface PropertyDiff {
    kind: DiffKind;
    inputDiff: boolean;
}

export interface DiffResult {
    /** Whether anything that counts differs. */
    changes: boolean;
    /** Top-level names. */
    diffs: string[];
    replaces: string[];
    /** Absent where nothing differs at all. */
    detailedDiff?: Map<string, PropertyDiff>;
    deleteBeforeReplace: boolean;
}

export interface Written {
    id: string;
    properties: PropertyMap;
}

export interface ReadResult {
    /** Empty where the resource is gone. */
    id: string;
    inputs: PropertyMap;
    properties: PropertyMap;
}

/** What the engine's `pulumi:autonaming` configuration asks for. */
export interface Autonaming {
    mode: "propose" | "enforce" | "disable";
    proposedName: string;
}

/** Something local-azure does not model: refused by name. */
export class NotModelled extends Error {}

/** ARM took the resource, and it did not turn out well: the engine keeps it, with what is known of it (facts §5). */
export class PartialFailure extends Error {
    constructor(
        readonly id: string,
        readonly inputs: PropertyMap,
        readonly properties: PropertyMap,
        readonly reason: string,
    ) {
        super(reason);
    }
}

/** The type token of a URN: `azure-native:network:Subnet`. */
export function tokenOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The name that the program gives the resource. */
export function logicalNameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
