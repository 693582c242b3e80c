import type { ProviderSettings } from "../../contract";
import type { ArmClient, Patience } from "../host/armClient";
import { logicalNameOf, NotModelled, type Provider, tokenOf } from "../host/provider";
import { type Session, sessions } from "../host/sessions";
import { check } from "./check";
import { create, read, remove, update } from "./crud";
import { diffInputs } from "./diff";
import { azureNativeFunctions } from "./invokes";
import { previewOutputs } from "./previewOutputs";
import { resourceTypeOf } from "./resourceTypes";
import type { ResourceType } from "./row";

export function azureNativeProvider(arm: ArmClient, settings: ProviderSettings): Provider {
    const known = sessions(arm, settings.subscriptionId);
    /** Where and how to reach a resource: by the session's own client, which may sign in as another identity. */
    const on = (peer: string, urn: string, timeoutSeconds?: number) => {
        const session = known.of(peer);
        return { ...session, type: typeOf(urn), patience: patience(session, timeoutSeconds) };
    };
    // Reads have no time-out (facts §5).
    const patience = ({ cancel }: Session, timeoutSeconds?: number): Patience => {
        const limit = timeoutSeconds ? timeoutSeconds * 1000 : DEFAULT_TIMEOUT_MS;
        const deadline = timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : arm.clock.now() + limit;
        return { deadline, signal: cancel.signal };
    };
    return {
        configure: known.configure,
        cancel: known.cancel,
        check: (peer, urn, request) =>
            check(typeOf(urn), { ...request, logicalName: logicalNameOf(urn) }, known.of(peer).locations),
        diff: (urn, oldInputs, oldState, news) => diffInputs(typeOf(urn), { oldInputs, oldState, news }),
        async create(peer, urn, inputs, { preview, timeoutSeconds }) {
            if (preview) return { id: "", properties: previewOutputs(typeOf(urn), inputs) };
            const { subscriptionId, ...resource } = on(peer, urn, timeoutSeconds);
            return create(resource, inputs, subscriptionId);
        },
        read: (peer, urn, id, inputs, state) => read(on(peer, urn), id, inputs, state),
        async update(peer, urn, id, olds, news, { preview, timeoutSeconds }) {
            if (preview) return previewOutputs(typeOf(urn), news, olds.state);
            const { skipReadOnUpdate, ...resource } = on(peer, urn, timeoutSeconds);
            return update(resource, id, olds.inputs, news, skipReadOnUpdate);
        },
        delete: (peer, urn, id, timeoutSeconds) => remove(on(peer, urn, timeoutSeconds), id),
        async invoke(peer, token, args) {
            const invoke = azureNativeFunctions.get(token);
            if (!invoke) throw new NotModelled(`local-azure does not model the function '${token}'`);
            const session = known.of(peer);
            return invoke(args, { ...settings, ...session, patience: patience(session) });
        },
    };
}

const DEFAULT_TIMEOUT_MS = 120 * 60_000;

function typeOf(urn: string): ResourceType {
    const token = tokenOf(urn);
    const type = resourceTypeOf(token);
    if (!type) throw new NotModelled(`local-azure does not model the resource type '${token}'`);
    return type;
}
