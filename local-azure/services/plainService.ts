import { operationRoutes } from "./longRunning";
import { type PlainType, plainRoutes } from "./plainRoutes";
import { removeIdentity } from "./resourceIdentity";
import type { Service } from "./service";

/** A provider whose types are plain, with what little it does besides. */
export function plainService(
    namespace: string,
    types: PlainType[],
    besides: Omit<Partial<Service>, "namespace"> = {},
): Service {
    const withIdentity = types.filter(({ identity }) => identity).map(({ type }) => [type, removeIdentity]);
    return {
        namespace,
        ...besides,
        routes: [...types.flatMap(plainRoutes), ...operationRoutes(namespace), ...(besides.routes ?? [])],
        removed: { ...Object.fromEntries(withIdentity), ...besides.removed },
    };
}
