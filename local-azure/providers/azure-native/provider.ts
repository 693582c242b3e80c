import type { ArmClient, Patience } from "../host/armClient";
import type { PropertyMap } from "../host/propertyValues";
import { type Session, sessions } from "../host/sessions";
import type { Autonaming } from "./autonaming";
import { type CheckResult, check } from "./check";
import { create, type ReadResult, read, remove, update, type Written } from "./crud";
import { type DiffResult, diff } from "./diff";
import { invokes } from "./invokes";
import { previewOutputs } from "./previewOutputs";
import { type ResourceType, resourceTypes } from "./resourceTypes";

/** Something local-azure does not model: refused by name. */
export class NotModelled extends Error {}

/** What the engine calls, in plain data; `peer` names the connection. */
export interface Provider {
    configure(peer: string, configuration: PropertyMap): void;
    check(peer: string, urn: string, request: Checked): Promise<CheckResult>;
    diff(urn: string, oldInputs: PropertyMap, oldState: PropertyMap, news: PropertyMap): DiffResult;
    create(peer: string, urn: string, inputs: PropertyMap, options: WriteOptions): Promise<Written>;
    read(peer: string, urn: string, id: string, inputs: PropertyMap, state: PropertyMap): Promise<ReadResult>;
    update(peer: string, urn: string, id: string, olds: Olds, news: PropertyMap, o: WriteOptions): Promise<PropertyMap>;
    delete(peer: string, urn: string, id: string, timeoutSeconds: number, state?: PropertyMap): Promise<void>;
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

export function azureNativeProvider(
    arm: ArmClient,
    settings: { armEndpoint: string; subscriptionId: string; tenantId: string },
): Provider {
    const known = sessions(arm, settings.subscriptionId);
    const patience = (session: Session, timeoutSeconds: number): Patience => ({
        deadline: arm.clock.now() + (timeoutSeconds > 0 ? timeoutSeconds * 1000 : DEFAULT_TIMEOUT_MS),
        signal: session.cancel.signal,
    });
    // Reads have no time-out (facts §5).
    const endless = (session: Session): Patience => ({
        deadline: Number.POSITIVE_INFINITY,
        signal: session.cancel.signal,
    });
    return {
        configure: known.configure,
        cancel: known.cancel,
        check: (peer, urn, request) =>
            check(typeOf(urn), { ...request, logicalName: logicalName(urn) }, known.of(peer).locations),
        diff: (urn, oldInputs, oldState, news) => diff(typeOf(urn), { oldInputs, oldState, news }),
        async create(peer, urn, inputs, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return { id: "", properties: previewOutputs(type, inputs) };
            const session = known.of(peer);
            return create(arm, type, inputs, session.subscriptionId, patience(session, timeoutSeconds));
        },
        read: (peer, urn, id, inputs, state) => read(arm, typeOf(urn), id, inputs, state, endless(known.of(peer))),
        async update(peer, urn, id, olds, news, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return previewOutputs(type, news, olds.state);
            const session = known.of(peer);
            const waiting = patience(session, timeoutSeconds);
            return update(arm, type, id, olds.inputs, news, waiting, session.skipReadOnUpdate);
        },
        delete: (peer, urn, id, timeoutSeconds) =>
            remove(arm, typeOf(urn), id, patience(known.of(peer), timeoutSeconds)),
        async invoke(peer, token, args) {
            const invoke = invokes.get(token);
            if (!invoke) throw new NotModelled(`local-azure does not model the function '${token}'`);
            const session = known.of(peer);
            const { subscriptionId } = session;
            return invoke(args, { ...settings, arm, subscriptionId, patience: endless(session) });
        },
    };
}

const DEFAULT_TIMEOUT_MS = 120 * 60_000;

function typeOf(urn: string): ResourceType {
    const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const type = resourceTypes.get(token);
    if (!type) throw new NotModelled(`local-azure does not model the resource type '${token}'`);
    return type;
}

function logicalName(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
