import { ArmError, notModelled } from "../../kernel/errors";
import type { Conditions } from "../../kernel/http";
import { type JsonObject, stringAt } from "../../kernel/json";
import { nameOf } from "../../kernel/resourceId";
import { AksError, badRequest } from "../../services/containerservice/errorsOfAks";

interface Conditional extends Conditions {
    method: string;
    type: string;
    id: string;
}

/** Refuses a write whose conditions do not hold. `shown`: what a GET of the resource gives now, if it is there. */
export function requirePreconditions(sent: Conditional, shown: () => JsonObject | undefined): void {
    // "" asks for nothing (https://learn.microsoft.com/azure/aks/use-etags).
    if (!sent.ifMatch && !sent.ifNoneMatch) return;
    const words = wordsOf.find(({ types }) => types.test(sent.type));
    if (!words || !["PUT", "PATCH", "DELETE"].includes(sent.method)) throw unknown(sent);
    if (sent.ifMatch && sent.ifNoneMatch) throw words.both?.() ?? unknown(sent);
    const current = shown();
    const error = sent.ifMatch ? refusedMatch(sent.ifMatch, sent, current, words) : refusedNone(sent, current, words);
    if (error) throw error;
}

function refusedMatch(
    ifMatch: string,
    sent: Conditional,
    current: JsonObject | undefined,
    words: Words,
): ArmError | undefined {
    // A PATCH finds nothing then and a DELETE has nothing to do, whatever the condition.
    if (!current) return sent.method === "PUT" ? (words.missing?.(ifMatch) ?? unknown(sent)) : undefined;
    const etag = stringAt(current, "etag") ?? stringAt(current, "eTag") ?? stringAt(current, "properties", "eTag");
    if (etag === undefined) return unknown(sent);
    return ifMatch === "*" || ifMatch === etag ? undefined : words.mismatch(ifMatch, etag, sent.id);
}

function refusedNone(sent: Conditional, current: JsonObject | undefined, words: Words): ArmError | undefined {
    if (sent.ifNoneMatch !== "*") return words.noneOfOne?.() ?? unknown(sent);
    return current && (words.exists?.(sent) ?? unknown(sent));
}

interface Words {
    types: RegExp;
    mismatch: (ifMatch: string, etag: string, id: string) => ArmError;
    missing?: (ifMatch: string) => ArmError;
    exists?: (sent: Conditional) => ArmError;
    both?: () => ArmError;
    /** `If-None-Match` with an etag. */
    noneOfOne?: () => ArmError;
}

const preconditionFailed = (message: string) => new ArmError(412, "PreconditionFailed", message);
const ofAks = (message: string) => new AksError(412, "PreconditionFailed", message);

/** Of every other type it is not known what Azure makes of the headers. */
const wordsOf: Words[] = [
    {
        // Statuses by https://learn.microsoft.com/azure/aks/use-etags. Only the message of `missing` is Azure's
        // (Azure/azure-cli#30309); the others' are unverified.
        types: /^Microsoft\.ContainerService\/managedClusters(\/agentPools)?$/i,
        mismatch: (ifMatch, etag) => ofAks(`The ETag '${ifMatch}' does not match the ETag '${etag}' of the resource.`),
        missing: () =>
            ofAks(
                "Resource not found but ETag header is provided. If this is a request to create, please do not provide ETag.",
            ),
        exists: ({ id }) => ofAks(`The resource '${nameOf(id)}' exists already.`),
        both: () => badRequest("BadRequest", "Only one of If-Match and If-None-Match may be given."),
        noneOfOne: () => badRequest("BadRequest", "If-None-Match may only be empty or '*'."),
    },
    {
        // Azure's, all of them (Azure/azure-powershell, DnsTests and PrivateDnsTests).
        types: /^Microsoft\.Network\/(privateDnsZones|dnsZones)(\/|$)/i,
        mismatch: (ifMatch, etag) =>
            preconditionFailed(
                `The condition '${ifMatch}' in the If-Match header was not satisfied. The current was '${etag}'.`,
            ),
        missing: (ifMatch) =>
            preconditionFailed(`The condition '${ifMatch}' in the If-Match header was not satisfied.`),
        exists: ({ type, id }) =>
            preconditionFailed(`The ${dnsKind(type)} ${nameOf(id)} exists already and hence cannot be created again.`),
    },
    {
        // Azure's (hashicorp/terraform-provider-azurerm#13886).
        types: /^Microsoft\.Network\//i,
        mismatch: (ifMatch, etag, id) =>
            new ArmError(412, "PreconditionFailed", "Precondition failed.", {}, [
                {
                    code: "PreconditionFailedEtagMismatch",
                    message: `Etag provided in if-match header ${ifMatch} does not match etag ${etag} of resource ${id} in NRP data store.`,
                },
            ]),
    },
];

/** As the messages call it; what they call a link is unverified. */
function dnsKind(type: string): string {
    const [, , child] = type.split("/");
    if (child === undefined) return "Zone";
    return child.toLowerCase() === "virtualnetworklinks" ? "Virtual network link" : "Record set";
}

const unknown = ({ method, type }: Conditional) =>
    notModelled(`the headers If-Match and If-None-Match in a ${method} of '${type}' as they are given`);
