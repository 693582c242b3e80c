import { declaredType, membersOf, type Spec } from "../../kernel/declarations";
import { ArmError, invalidRequestContent } from "../../kernel/errors";
import type { JsonObject } from "../../kernel/json";
import { badRequest, invalidParameter } from "../../services/containerservice/errorsOfAks";
import type { Violation } from "./violations";

/** A PUT's or PATCH's content, and what it is for. */
export interface Sent {
    method: string;
    type: string;
    apiVersion: string;
    content: JsonObject;
}

type Words = (violation: Violation, sent: Sent) => ArmError | undefined;

/**
 * How Azure refuses a violation, where that is known. A member that the declared api-version does not have may be one of
 * another api-version: then only what ARM itself refuses is known.
 */
export function wordsOf(sent: Sent, violation: Violation, isOfDeclaredVersion: boolean): ArmError | undefined {
    const ofArm = envelope(violation, sent);
    if (ofArm || (violation.kind === "unknown" && !isOfDeclaredVersion)) return ofArm;
    return providers.find(({ types }) => types.test(sent.type))?.words[violation.kind]?.(violation, sent);
}

/** Azure/azure-sdk-for-java#646: ARM reads what stands beside `properties` of everything that lies in a region. */
const envelope: Words = ({ kind, path }, sent) => {
    const [name = "", ...rest] = path;
    const { content = "" } = declaredType(sent.type) ?? {};
    const isTracked = membersOf(content).get("location")?.readOnly === false;
    if (kind !== "unknown" || rest.length > 0 || !isTracked || ofEnvelope.has(String(name))) return undefined;
    return invalidRequestContent(notFound(name, "ResourceDefinition", path, sent));
};

const ofEnvelope = new Set(
    "id name type location tags properties sku kind plan identity managedBy zones extendedLocation etag eTag systemData".split(
        " ",
    ),
);

const notFound = (name: string | number, type: string, path: Violation["path"], sent: Sent) =>
    `Could not find member '${name}' on object of type '${type}'. Path '${jsonPath(path)}', line 1, position ` +
    `${positionOf(path, sent)}.`;

function jsonPath(path: Violation["path"]): string {
    return path
        .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
        .join("")
        .slice(1);
}

/** Where the member's value begins in the content, if it is written without blanks. */
function positionOf(path: Violation["path"], { content }: Sent): number {
    const holder = path.slice(0, -1).reduce<unknown>((at, key) => Object(at)[key], content);
    const text = JSON.stringify(content, function (this: unknown, key: string, value: unknown) {
        return this === holder && key === path.at(-1) ? mark : value;
    });
    return text.indexOf(JSON.stringify(mark));
}

const mark = "\u0000";

interface Provider {
    types: RegExp;
    words: Partial<Record<Violation["kind"], Words>>;
}

const providers: Provider[] = [
    {
        types: /^Microsoft\.ContainerService\//i,
        words: {
            // Azure/azure-rest-api-specs#40740; both full stops are Azure's.
            unknown: ({ path }) =>
                unmarshalError(
                    `json: unknown field "${path.at(-1)}" Check that the field is in the right location, is spelled ` +
                        "correctly, and is supported in the API version. Visit aka.ms/aks/apiversions for more API " +
                        "version information..",
                ),
            // pulumi-azure-native#812.
            type: ({ path, spec, found }) =>
                unmarshalError(`Properties.${jsonPath(path)} accept type ${nameOf(spec)}, not type ${kindOf(found)}`),
            value: aksValue,
            // Azure's for `properties.count` (pulumi-azure-native#2943) and `agentPoolProfiles` (Azure/ARO-HCP#629).
            missing: ({ path }) => invalidParameter(`Required parameter ${jsonPath(path)} is missing (null).`),
        },
    },
    {
        // Zones are another provider's, for all their name.
        types: /^Microsoft\.Network\/(?!dnsZones|privateDnsZones)/i,
        words: {
            // Azure/azure-powershell#13544. What Azure calls the object is derived from its name in the SDK.
            unknown: ({ path, object }, sent) => {
                const [name = "", inner = ""] = object.replace(/^\w+\./, "").split(/\/|(?=\.properties$)/);
                const type = object.endsWith(".properties") || inner === ".properties" ? `${name}Properties` : name;
                const message = notFound(path.at(-1) ?? "", type, path, sent);
                const details = [{ code: "InvalidJson", message }];
                return new ArmError(400, "InvalidRequestFormat", "Cannot parse the request.", {}, details);
            },
        },
    },
];

const unmarshalError = (why: string) => badRequest("UnmarshalError", `UnmarshalEntity encountered error: ${why}`);

/**
 * The codes are AKS's own, by its list of them (facts aks-identity.md, ERR: "a value that is not acceptable"); their
 * messages are not documented.
 */
const valueCodes: Record<string, string> = {
    networkPlugin: "UnknownNetworkPlugin",
    networkPolicy: "NetworkPolicyNotSupported",
    networkMode: "NetworkModeInvalid",
    outboundType: "UnsupportedOutboundType",
    loadBalancerSku: "InvalidLoadBalancerSku",
    osSKU: "InvalidOSSKU",
};

function aksValue({ path, spec, found }: Violation): ArmError | undefined {
    const code = valueCodes[String(path.at(-1))];
    const values = spec?.kind === "enum" ? spec.values.join(", ") : "";
    if (!code) return undefined;
    return badRequest(code, `The value '${found}' of '${jsonPath(path)}' is not one of: ${values}.`);
}

function nameOf(spec: Spec | undefined): string {
    if (spec?.kind === "object") return spec.name.replace(/^\w+\./, "");
    return spec?.kind === "enum" ? "string" : (spec?.kind ?? "");
}

function kindOf(value: unknown): string {
    return Array.isArray(value) ? "array" : typeof value;
}
