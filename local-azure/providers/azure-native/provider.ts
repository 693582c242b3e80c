import type { ProviderSettings } from "../../contract";
import type { ArmClient, Patience } from "../host/armClient";
import { logicalNameOf, NotModelled, type Provider, tokenOf } from "../host/provider";
import { type Session, sessions } from "../host/sessions";
import { check } from "./check";
import { create, read, remove, update } from "./crud";
import { diffInputs } from "./diff";
import { azureNativeFunctions } from "./invokes";
import { previewOutputs } from "./previewOutputs";
import { resourceTypes } from "./resourceTypes";
import type { ResourceType } from "./row";

export function azureNativeProvider(arm: ArmClient, settings: ProviderSettings): Provider {
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
    const on = (type: ResourceType, patience: Patience) => ({ arm, type, patience });
    return {
        configure: known.configure,
        cancel: known.cancel,
        check: (peer, urn, request) =>
            check(typeOf(urn), { ...request, logicalName: logicalNameOf(urn) }, known.of(peer).locations),
        diff: (urn, oldInputs, oldState, news) => diffInputs(typeOf(urn), { oldInputs, oldState, news }),
        async create(peer, urn, inputs, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return { id: "", properties: previewOutputs(type, inputs) };
            const session = known.of(peer);
            return create(on(type, patience(session, timeoutSeconds)), inputs, session.subscriptionId);
        },
        read: (peer, urn, id, inputs, state) => read(on(typeOf(urn), endless(known.of(peer))), id, inputs, state),
        async update(peer, urn, id, olds, news, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return previewOutputs(type, news, olds.state);
            const session = known.of(peer);
            const resource = on(type, patience(session, timeoutSeconds));
            return update(resource, id, olds.inputs, news, session.skipReadOnUpdate);
        },
        delete: (peer, urn, id, timeoutSeconds) =>
            remove(on(typeOf(urn), patience(known.of(peer), timeoutSeconds)), id),
        async invoke(peer, token, args) {
            const invoke = azureNativeFunctions.get(token);
            if (!invoke) throw new NotModelled(`local-azure does not model the function '${token}'`);
            const session = known.of(peer);
            const { arm: client, subscriptionId } = session;
            return invoke(args, { ...settings, arm: client, subscriptionId, patience: endless(session) });
        },
    };
}

const DEFAULT_TIMEOUT_MS = 120 * 60_000;

function typeOf(urn: string): ResourceType {
    const token = tokenOf(urn);
    const type = resourceTypes.get(token);
    if (!type) throw new NotModelled(`local-azure does not model the resource type '${token}'`);
    return type;
}
