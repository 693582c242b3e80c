import { existsSync, readFileSync } from "node:fs";
import * as ts from "typescript";
import { nameOfToken, type ObjectType, type PackageSchema, type Property } from "./packageSchema";
import {
    classMembers,
    defaultsIn,
    fileOf,
    interfaces,
    type Member,
    parsed,
    scriptOf,
    sdkFolder,
} from "./sdkDeclarations";

const ANY: Property = { $ref: "pulumi.json#/Any" };
const GO_MODULES = "github.com/pulumi/pulumi-azure-native-sdk";

/**
 * A part of azure-native's package schema, of these resources by token, as its Node SDK declares it: what generates a program in
 * another language. The schema itself is only in the provider's plugin.
 */
export function generatorSchema(resources: Iterable<string>): PackageSchema {
    const { version } = JSON.parse(readFileSync(`${sdkFolder}package.json`, "utf8")) as { version: string };
    const types = new DeclaredTypes();
    const used = Object.fromEntries([...resources].map((token) => [token, resourceSchema(token, types)]));
    return {
        name: "azure-native",
        version,
        resources: { ...resourcesNamedAs(types.declared), ...used },
        types: types.declared,
        language: {
            go: {
                importBasePath: `${GO_MODULES}/v3`,
                importPathPattern: `${GO_MODULES}/{module}/v3`,
                rootPackageName: "pulumiazurenativesdk",
                internalModuleName: "utilities",
            },
            python: { usesIOClasses: true, inputTypes: "classes-and-dicts" },
        },
    };
}

/** A type gets another name in Go where a resource has its own. */
function resourcesNamedAs(types: PackageSchema["types"]): PackageSchema["resources"] {
    const names = Object.keys(types).filter((token) => existsSync(`${sdkFolder}${fileOf(token)}.d.ts`));
    return Object.fromEntries(
        names.map((token) => [token, { inputProperties: {}, requiredInputs: [], properties: {}, required: [] }]),
    );
}

function resourceSchema(token: string, types: DeclaredTypes): PackageSchema["resources"][string] {
    const { name, source, script } = declarationOf(token);
    const inputs = types.objectOf(interfaces(source).get(`${name}Args`) ?? [], defaultsIn(script));
    const outputs = types.objectOf(classMembers(source, name).filter(([, type]) => !/outputs\./.test(type.getText())));
    return {
        inputProperties: inputs.properties,
        requiredInputs: inputs.required,
        properties: outputs.properties,
        required: outputs.required,
    };
}

/** What the SDK declares of a resource; of `azure-native:network:Subnet` in `network/subnet.d.ts`. */
function declarationOf(token: string): { name: string; source: ts.SourceFile; script: string } {
    const file = fileOf(token);
    return { name: nameOfToken(token), source: parsed(`${file}.d.ts`), script: scriptOf(file) };
}

/** The types that properties refer to, each read when it is met. */
class DeclaredTypes {
    readonly declared: PackageSchema["types"] = {};
    private readonly inputs = interfaces(parsed("types/input.d.ts"));
    private readonly script = scriptOf("types/input");

    objectOf(
        members: Member[],
        defaults: Record<string, Property["default"]> = {},
    ): Required<Pick<ObjectType, "type" | "properties" | "required">> {
        // Of an optional property the SDK says so in its type.
        const required = members.filter(([, type]) => !/\| undefined\b/.test(type.getText())).map(([name]) => name);
        const properties = members.map(([name, type]) => {
            const property = this.propertyOf(type);
            return [name, name in defaults ? { ...property, default: defaults[name] } : property] as const;
        });
        return { type: "object", properties: Object.fromEntries(properties), required };
    }

    private propertyOf(type: ts.TypeNode): Property {
        if (ts.isParenthesizedTypeNode(type)) return this.propertyOf(type.type);
        if (ts.isArrayTypeNode(type)) return { type: "array", items: this.propertyOf(type.elementType) };
        if (ts.isTypeLiteralNode(type)) return this.mapOf(type);
        if (ts.isUnionTypeNode(type)) {
            const parts = type.types.filter((part) => part.getText() !== "undefined");
            const [only = type] = parts;
            // `string | enums.…` is any text.
            return parts.length === 1 ? this.propertyOf(only) : parts.every(isText) ? { type: "string" } : ANY;
        }
        if (!ts.isTypeReferenceNode(type)) return SCALARS[type.getText()] ?? ANY;
        const [inner] = type.typeArguments ?? [];
        return inner ? this.propertyOf(inner) : this.referenceOf(type.typeName.getText());
    }

    private mapOf(type: ts.TypeLiteralNode): Property {
        const [entry] = type.members;
        const isMap = entry !== undefined && ts.isIndexSignatureDeclaration(entry);
        return isMap ? { type: "object", additionalProperties: this.propertyOf(entry.type) } : ANY;
    }

    /** Of `inputs.network.SubnetArgs` or `enums.network.RouteNextHopType`. */
    private referenceOf(name: string): Property {
        const [kind, module = "", type = ""] = name.split(".");
        if (kind !== "inputs" && kind !== "enums") return ANY;
        const token = `azure-native:${module}:${type.replace(/Args$/, "")}`;
        if (!(token in this.declared)) {
            // A type may refer to itself.
            const declared: ObjectType = { type: "object", properties: {}, required: [] };
            this.declared[token] = declared;
            if (kind === "enums") this.declared[token] = enumOf(module, type);
            else
                Object.assign(
                    declared,
                    this.objectOf(this.inputs.get(`${module}.${type}`) ?? [], this.defaultsOf(type)),
                );
        }
        return { $ref: `#/types/${token}` };
    }

    private defaultsOf(type: string): Record<string, Property["default"]> {
        const name = `${type.replace(/^./, (letter) => letter.toLowerCase())}ProvideDefaults`;
        const [, body = ""] = new RegExp(`function ${name}\\(val\\) \\{([\\s\\S]*?)\\n    \\}`).exec(this.script) ?? [];
        return defaultsIn(body);
    }
}

const SCALARS: Record<string, Property> = {
    string: { type: "string" },
    boolean: { type: "boolean" },
    // The SDK does not tell integers; azure-native's numbers are, but for a few.
    number: { type: "integer" },
};

const isText = (type: ts.TypeNode) => /^(string|enums\.[\w.]+)$/.test(type.getText());

function enumOf(module: string, name: string): ObjectType {
    const source = parsed(`types/enums/${module}/index.d.ts`);
    const [, body = ""] = new RegExp(`const ${name}: \\{([^}]*)\\}`).exec(source.text) ?? [];
    const members = [...body.matchAll(/readonly (\w+): "([^"]*)"/g)];
    return { type: "string", enum: members.map(([, name = "", value = ""]) => ({ name, value })) };
}
