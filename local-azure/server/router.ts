import { methodNotAllowed, notModelled } from "../kernel/errors";
import { type ArmPath, nameOf, parseArmPath } from "../kernel/resourceId";
import type { Route, Service } from "../services/service";

export interface Match {
    route: Route;
    /** For an action, the resource it is done to. */
    path: ArmPath;
}

/** Finds the row of the services' tables that a request is for; says loudly when there is none. */
export class Router {
    readonly #routes = new Map<string, Route>();
    readonly #methods = new Map<string, Set<string>>();

    constructor(services: readonly Service[]) {
        for (const route of services.flatMap((service) => service.routes)) {
            const place = placeOf(route.type, route.on);
            this.#routes.set(`${route.method} ${place}`, route);
            this.#methods.set(place, (this.#methods.get(place) ?? new Set()).add(route.method));
        }
    }

    find(method: string, url: string): Match {
        const path = parseArmPath(url);
        if (!path) throw notModelled(`the path '${url}'`);
        const target = method === "POST" && path.kind === "collection" ? actionTarget(path) : { path, on: path.kind };
        const place = placeOf(target.path.type, target.on);
        const route = this.#routes.get(`${method} ${place}`);
        if (route) return { route, path: target.path };

        const allowed = this.#methods.get(place);
        // Of what is only read here, Azure may take a write.
        if (allowed?.size === 1 && allowed.has("GET")) throw notModelled(`${method} of '${path.type}'`);
        if (allowed) throw methodNotAllowed(method, path.type, [...allowed]);
        if (typeof target.on === "object")
            throw notModelled(`the action '${target.on.action}' of '${target.path.type}'`);
        throw notModelled(`the resource type '${path.type}'`);
    }

    /** The types below a provider's namespace, for `GET /subscriptions/…/providers/{namespace}`. */
    models(type: string): boolean {
        return this.#methods.has(placeOf(type, "resource"));
    }
}

/** In a POST the last segment is what to do with the resource before it. */
function actionTarget(path: ArmPath): { path: ArmPath; on: Route["on"] } {
    const action = nameOf(path.type);
    const target = path.id.slice(0, path.id.lastIndexOf("/"));
    return { path: parseArmPath(target) ?? path, on: { action } };
}

function placeOf(type: string, on: Route["on"]): string {
    return `${type} ${typeof on === "object" ? `action ${on.action}` : on}`.toLowerCase();
}
