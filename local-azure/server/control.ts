import type { Issuer } from "../identity/assertions";
import { type ArmError, badRequest, conflict } from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { isObject, objectAt, stringAt } from "../kernel/json";
import type { Azure } from "../services/azure";
import { clusterControls } from "../services/containerservice/controls";
import type { JobWatch } from "../services/containerservice/jobs/jobWatch";
import { type ControlRequest, type ControlRoutes, jsonIn, objectIn } from "../services/service";
import { InvalidFaultRule, parseFaultRules } from "./faultRules";
import type { Faults } from "./faults";
import type { Login } from "./login";
import { cloudMetadata } from "./metadata";
import type { RequestLog } from "./requestLog";

export function controlRoutes(parts: {
    azure: Azure;
    log: RequestLog;
    faults: Faults;
    login: Login;
    jobs?: JobWatch | undefined;
}): ControlRoutes {
    const { azure, log, faults, login, jobs } = parts;
    return {
        "GET /metadata/endpoints": ({ query }) => ({
            status: 200,
            body: cloudMetadata(azure.armEndpoint, query["api-version"] ?? ""),
        }),
        "GET /local-azure/requests": () => ({ status: 200, body: log.all() }),
        ...clusterControls(azure),
        ...(jobs && { "GET /local-azure/lostJobs": () => ({ status: 200, body: jobs.lost() }) }),
        "GET /local-azure/faults": () => ({ status: 200, body: faults.counts() }),
        "POST /local-azure/faults": ({ content }) => {
            faults.add(faultRules(content));
            return { status: 200, body: faults.counts() };
        },
        "DELETE /local-azure/faults": () => {
            faults.clear();
            return { status: 200, body: [] };
        },
        "GET /local-azure/clock": () => clockReply(azure),
        "POST /local-azure/clock": (request) => advanceClock(azure, request),
        "GET /local-azure/issuers": () => ({ status: 200, body: login.issuers() }),
        "POST /local-azure/issuers": (request) => {
            login.trust(trustedIssuers(jsonIn(request)));
            return { status: 200, body: login.issuers() };
        },
    };
}

function faultRules(content: string) {
    try {
        return parseFaultRules(content);
    } catch (error) {
        if (error instanceof InvalidFaultRule) throw badRequest("InvalidFaultRule", error.message);
        throw error;
    }
}

function clockReply({ clock }: Azure): Reply {
    const now = new Date(clock.now()).toISOString();
    return { status: 200, body: { now, advanceable: clock.advance !== undefined } };
}

/** A year at most: enough for any token or role to come and go, and dates stay dates. */
const longestAdvance = 366 * 24 * 3600;

function advanceClock(azure: Azure, request: ControlRequest): Reply {
    const seconds = objectIn(request).advanceSeconds;
    if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= longestAdvance)) {
        throw badControl(
            `'advanceSeconds' is ${JSON.stringify(seconds) ?? "absent"}, but it must be a number from 0 to ${longestAdvance}.`,
        );
    }
    const { clock } = azure;
    if (!clock.advance) {
        throw conflict("ClockNotAdvanceable", "The clock this local-azure was started with cannot be moved.");
    }
    clock.advance(seconds * 1000);
    azure.operations.advance();
    return clockReply(azure);
}

function trustedIssuers(value: unknown): Issuer[] {
    const list = Array.isArray(value) ? value : [value];
    return list.map((each: unknown) => {
        const issuer = stringAt(each, "issuer");
        if (!issuer) {
            throw badControl(`'issuer' is ${JSON.stringify(issuer) ?? "absent"}, but it must be a text.`);
        }
        const jwks = objectAt(each, "jwks");
        if (isObject(each) && each.jwks !== undefined && !Array.isArray(jwks?.keys)) {
            throw badControl("'jwks' must be a JSON Web Key Set: an object with an array 'keys'.");
        }
        return { issuer, ...(jwks && { jwks: { keys: Array.isArray(jwks.keys) ? jwks.keys : [] } }) };
    });
}

function badControl(message: string): ArmError {
    return badRequest("InvalidRequestContent", message);
}
