import type { Values } from "../../values";

/** A parsed `pulumi preview`, from either of its output formats. */
export interface Preview {
    /** `document` is what `--json` prints; `events` is a stream of engine events, one a line. */
    dialect: "document" | "events";
    steps: PreviewedStep[];
    /** Warnings and errors, without colours. */
    diagnostics: PreviewedDiagnostic[];
    /** Whether every step is listed. A preview that fails ends before deletions, which come last. */
    complete: boolean;
}

/** What happens to a resource. Several steps of one resource are an import and the update that follows it. */
export interface PreviewedStep {
    operation: Operation;
    /** Pulumi's own word for it. */
    op: string;
    urn: string;
    /** Type of the resource: `azure-native:containerservice:ManagedCluster`. */
    type: string;
    /** Logical name. */
    name: string;
    old?: PreviewedResource;
    new?: PreviewedResource;
    /** Kinds of differences (`add`, `update-replace`) by path; absent where the provider lists none. */
    differences?: Record<string, string>;
    /** Properties that differ, where only their names are known. */
    changedProperties: string[];
}

/** `none` touches no resource. What Pulumi has no such word for is `unknown`, and never safe. */
export type Operation = "same" | "create" | "update" | "delete" | "replace" | "import" | "none" | "unknown";

/** A state of a resource. A value that is not known yet is `UNKNOWN`, a secret is `HIDDEN_SECRET`. */
export interface PreviewedResource {
    urn: string;
    type: string;
    /** Absent where the resource does not exist yet. */
    id?: string;
    inputs: Values;
    outputs: Values;
    parent?: string;
    /** URNs; none in a stream of events. */
    dependencies: string[];
    /** URNs by property; none in a stream of events. */
    propertyDependencies: Record<string, string[]>;
    /** Whether Azure keeps it when the program drops it. */
    retainOnDelete: boolean;
    /** Whether it is the old one of a replacement, which another resource has the URN of. */
    pendingDeletion: boolean;
}

export interface PreviewedDiagnostic {
    severity: string;
    message: string;
    urn?: string;
}
