import type { ProviderSettings } from "../../contract";
import type { ArmClient, Patience } from "../host/armClient";
import { type PropertyMap, UNKNOWN } from "../host/propertyValues";
import { logicalNameOf, NotModelled, type Provider, tokenOf } from "../host/provider";
import { sessions } from "../host/sessions";
import type { AzureadType } from "./azureadType";
import { diffState } from "./diff";
import { graphClient } from "./graphClient";
import { azureadFunctions } from "./invokes";
import { azureadTypes } from "./resourceTypes";
import { isEmpty } from "./values";

/** What the engine asks of azuread, on Microsoft Graph. */
export function azureadProvider(arm: ArmClient, settings: ProviderSettings): Provider {
    const known = sessions(arm, settings.subscriptionId);
    const client = (peer: string, timeoutSeconds = 0) => {
        const patience: Patience = {
            deadline: arm.clock.now() + (timeoutSeconds > 0 ? timeoutSeconds * 1000 : DEFAULT_TIMEOUT_MS),
            signal: known.of(peer).cancel.signal,
        };
        return graphClient(arm, settings.armEndpoint, patience);
    };
    return {
        configure: known.configure,
        cancel: known.cancel,
        check: async (_peer, urn, { news }) => check(typeOf(urn), logicalNameOf(urn), news),
        diff: (urn, _oldInputs, oldState, news) => diffState(typeOf(urn), oldState, news),
        async create(peer, urn, inputs, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return { id: "", properties: planned(type, inputs) };
            const { id, properties } = await type.create(client(peer, timeoutSeconds), inputs);
            return { id, properties: { ...properties, id } };
        },
        async read(peer, urn, id, inputs, state) {
            const type = typeOf(urn);
            const read = await type.read(client(peer), id, state);
            if (!read) return { id: "", inputs: {}, properties: {} };
            const properties = { ...read, id };
            return { id, inputs: inputsAfterRead(type, inputs, properties), properties };
        },
        async update(peer, urn, id, olds, news, { preview, timeoutSeconds }) {
            const type = typeOf(urn);
            if (preview) return { ...planned(type, news), ...outputsOf(type, olds.state), id };
            const graph = client(peer, timeoutSeconds);
            await type.update?.(graph, id, olds.state, news);
            return { ...((await type.read(graph, id, { ...olds.state, ...news })) ?? {}), id };
        },
        delete: (peer, urn, id, timeoutSeconds) => typeOf(urn).remove(client(peer, timeoutSeconds), id),
        async invoke(peer, token, args) {
            const invoke = azureadFunctions.get(token);
            if (!invoke) throw new NotModelled(`local-azure does not model the function '${token}'`);
            return invoke(client(peer), args);
        },
    };
}

/** Terraform's own, where a resource says nothing else. */
const DEFAULT_TIMEOUT_MS = 20 * 60_000;

function typeOf(urn: string): AzureadType {
    const token = tokenOf(urn);
    const type = azureadTypes.get(token);
    if (!type) throw new NotModelled(`local-azure does not model the resource type '${token}'`);
    return type;
}

/** The bridge lists in `__defaults` what it filled in itself: nothing here. */
function check(type: AzureadType, name: string, news: PropertyMap): { inputs: PropertyMap; failures: string[] } {
    const { __defaults: _, ...inputs } = news;
    const unknown = Object.keys(inputs).find((key) => !(key in type.properties));
    if (unknown) throw new NotModelled(`local-azure does not model the property '${unknown}' of '${type.token}'`);
    const failures = Object.entries(type.properties).flatMap(([key, { required, refusal }]) => {
        const value = inputs[key];
        if (value === undefined) {
            if (!required) return [];
            const missing = `Missing required argument. The argument "${snakeCase(key)}" is required, but no definition was found.`;
            return [`${missing}. Examine values at '${name}.${key}'.`];
        }
        return (typeof value === "string" && refusal?.(value)) || [];
    });
    const whole = type.refusal?.(inputs);
    return { inputs: { ...inputs, __defaults: [] }, failures: whole ? [...failures, whole] : failures };
}

function snakeCase(name: string): string {
    return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A preview's outputs: what the program says, the schema's defaults, and unknown for what the server will say. */
function planned(type: AzureadType, inputs: PropertyMap): PropertyMap {
    const { __defaults: _, ...given } = inputs;
    const own = Object.entries(type.properties).map(([name, property]) => [
        name,
        property.default ?? (property.computed ? UNKNOWN : undefined),
    ]);
    const outputs = type.outputs.map((name) => [name, UNKNOWN]);
    const all = [...own, ...outputs].filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(all), ...given };
}

function outputsOf(type: AzureadType, state: PropertyMap): PropertyMap {
    return Object.fromEntries(type.outputs.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]])));
}

/** After a refresh the arguments that were given, as they stand now; for an import all that is not empty or default. */
function inputsAfterRead(type: AzureadType, inputs: PropertyMap, properties: PropertyMap): PropertyMap {
    const isImport = Object.keys(inputs).length === 0;
    const names = Object.entries(type.properties).flatMap(([name, property]) => {
        if (!isImport) return inputs[name] === undefined ? [] : [name];
        return isEmpty(properties[name]) || properties[name] === property.default ? [] : [name];
    });
    const taken = names.flatMap((name) => {
        const value = properties[name] ?? inputs[name];
        return value === undefined ? [] : [[name, value]];
    });
    return { ...Object.fromEntries(taken), __defaults: [] };
}
