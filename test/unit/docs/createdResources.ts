import { underMocks } from "../mocks";

/** Resources that a component with these arguments creates, and with `unlike` does not. */
export interface Row<Args> {
    /** Why, as docs/resources.md says it. What is in backticks is an input. */
    created: string;
    args: Partial<Args>;
    /** Default: only the arguments that are required. */
    unlike?: Partial<Args> | "nothing";
}

export interface Resource {
    name: string;
    type: string;
}

/** A resource, and why it is created. */
export interface Created extends Resource {
    created: string[];
}

/** The name of every component here. */
export const COMPONENT = "app";

/** A name that a program chooses. The page shows it in angle brackets. */
export const chosen = (what: string) => `qq${what}qq`;

/** The resources of all rows, each once, found by running the component. */
export async function createdResources<Args>(
    make: (args: Partial<Args>) => unknown,
    rows: Row<Args>[],
): Promise<Created[]> {
    const found = new Map<string, Created>();
    for (const { created, args, unlike = {} } of rows) {
        const others = unlike === "nothing" ? [] : await resourcesOf(() => make(unlike));
        const added = (await resourcesOf(() => make(args))).filter(
            (one) => !others.some((other) => isSame(one, other)),
        );
        if (added.length === 0) {
            throw new Error(`no resource is created ${created}`);
        }
        for (const { name, type } of added) {
            const reasons = found.get(`${type} ${name}`)?.created ?? [];
            found.set(`${type} ${name}`, { name: shown(name), type, created: [...reasons, created] });
        }
    }
    return [...found.values()];
}

/** What a program registers, without the component itself. */
export async function resourcesOf(program: () => unknown): Promise<Resource[]> {
    const { resources } = await underMocks(() => void program());
    return resources.filter(({ type, name }) => !type.startsWith("managed-identity-aks:") || name !== COMPONENT);
}

const isSame = (one: Resource, other: Resource) => one.name === other.name && one.type === other.type;

function shown(name: string): string {
    return name
        .replace(/^app\b/, "<name>")
        .replaceAll(/qq(.+?)qq/g, (_, what: string) => `<${what.replaceAll("-", " ")}>`);
}
