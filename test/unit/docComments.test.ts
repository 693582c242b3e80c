import { join, relative } from "node:path";
import * as ts from "typescript";
import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import { declarationOf, type EntryPoint, publicSymbols } from "../../scripts/publicTypes";
import { OWN_CLUSTER_PROPERTIES } from "../../src/cluster/properties";

const ROOT = join(__dirname, "../..");
const PAGE = /https:\/\/(?:learn\.microsoft\.com|www\.pulumi\.com|kubernetes\.io)\//;

/** A part of the public surface that a user reads about. */
interface Part {
    /** `NodePoolArgs.maxPods (src/args/nodePools.ts:63)`. */
    place: string;
    kind: "type" | "member" | "input" | "mock";
    doc: string;
    node: ts.Node;
}

/** What holds of a part; a demand that is not met is printed with the part's place. */
const DEMANDS: [demand: string, of: Part["kind"][], met: (part: Part) => boolean][] = [
    ["has a doc comment", ["type", "member", "input", "mock"], ({ node }) => docTextOf(node) !== ""],
    ["names the page behind it", ["type"], ({ doc }) => PAGE.test(doc)],
    [
        "starts with whether it is required",
        ["input"],
        ({ doc }) => /^(?:Required|Optional)(?:\.| (?:unless|with|for) )/.test(doc),
    ],
    [
        "says Required. exactly where it is required",
        ["input"],
        ({ doc, node }) => doc.startsWith("Required.") !== isOptional(node),
    ],
    ["says its default, as Default: …", ["input"], ({ doc, node }) => !isOptional(node) || /Default:\s/.test(doc)],
    // Pulumi's schema analyzer spoils the whole comment.
    ["holds no {@link}", ["type", "member", "input", "mock"], ({ node }) => !docTextOf(node).includes("{@")],
    // What the analyzer takes: unions above all it does not.
    ["is of a type that Pulumi's schema knows", ["input"], ({ node }) => isSchemaType(typeOf(node))],
];

function publicParts(): Part[] {
    const { exported, checker } = publicSymbols();

    const part = (kind: Part["kind"], symbol: ts.Symbol, node: ts.Node, owner = ""): Part => ({
        place: `${owner}${symbol.name} (${positionOf(node)})`,
        kind,
        doc: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        node,
    });
    const partsOf = (symbol: ts.Symbol, entryPoint: EntryPoint): Part[] => {
        const declared = declarationOf(symbol);
        const isInput = ts.isInterfaceDeclaration(declared) && symbol.name.endsWith("Args");
        const isMock = entryPoint === "managed-identity-aks/testing";
        const kind = isMock ? "mock" : isInput ? "input" : "member";
        const members = membersOf(declared).flatMap((node) => {
            const member = ts.isConstructorDeclaration(node)
                ? symbol.members?.get(ts.InternalSymbolName.Constructor)
                : checker.getSymbolAtLocation((node as ts.NamedDeclaration).name ?? node);
            return member ? [part(kind, member, node, `${symbol.name}.`)] : [];
        });
        return [part(isMock ? "mock" : "type", symbol, declared), ...members];
    };
    return (Object.keys(exported) as EntryPoint[]).flatMap((entryPoint) =>
        exported[entryPoint].flatMap((symbol) => partsOf(symbol, entryPoint)),
    );
}

function membersOf(declared: ts.Declaration): readonly ts.Node[] {
    if (ts.isInterfaceDeclaration(declared) || ts.isClassDeclaration(declared)) {
        return declared.members;
    }
    const value = ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    const object = value && ts.isAsExpression(value) ? value.expression : value;
    return object && ts.isObjectLiteralExpression(object) ? object.properties : [];
}

function positionOf(node: ts.Node): string {
    const file = node.getSourceFile();
    return `${relative(ROOT, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function docTextOf(node: ts.Node): string {
    const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
    return ts
        .getJSDocCommentsAndTags(owner)
        .map((comment) => comment.getText())
        .join("\n");
}

function isOptional(node: ts.Node): boolean {
    return ts.isPropertySignature(node) && node.questionToken !== undefined;
}

function typeOf(node: ts.Node): ts.TypeNode | undefined {
    return ts.isPropertySignature(node) ? node.type : undefined;
}

const LEAVES = [
    ts.SyntaxKind.StringKeyword,
    ts.SyntaxKind.NumberKeyword,
    ts.SyntaxKind.BooleanKeyword,
    ts.SyntaxKind.AnyKeyword,
];

function isSchemaType(type: ts.TypeNode | undefined): boolean {
    if (type === undefined) {
        return false;
    }
    if (ts.isArrayTypeNode(type)) {
        return isSchemaType(type.elementType);
    }
    return ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []).every(isSchemaType) : LEAVES.includes(type.kind);
}

describe("the public surface", () => {
    const parts = publicParts();

    test("is read in whole: components, inputs, outputs and names of values", () => {
        expect(parts.map(({ place }) => place.replace(/ \(.*/, ""))).toEqual(
            expect.arrayContaining(
                [
                    "ManagedIdentityAksCluster.constructor",
                    "AksWorkloadIdentity.clientId",
                    "NodePoolArgs.maxPods",
                    "KubeletIdentityResponse.principalId",
                    "ClusterTier.Free",
                    "ArgumentsError",
                    "setAzureMocks",
                    "MockedResource.dependsOn",
                ].map((name) => name.replace(".constructor", ".__constructor")),
            ),
        );
    });

    test.each(DEMANDS)("each part %s", (_, kinds, met) => {
        const asked = parts.filter(({ kind }) => kinds.includes(kind));
        expect(asked).not.toEqual([]);
        expect(asked.filter((part) => !met(part)).map(({ place }) => place)).toEqual([]);
    });

    test("each input whose change makes azure-native replace the cluster says so", () => {
        const { forceNew = [] } = resourceTypes.get("azure-native:containerservice:ManagedCluster") ?? {};
        const silent = ["resourceGroupName", "resourceName", ...forceNew].filter((property) => {
            const [, input = ""] = /^Set (\S+)\./.exec(OWN_CLUSTER_PROPERTIES[property] ?? "") ?? [];
            const own = input === "" ? docOf("properties") : docOf(input);
            const named = input !== "" || own.includes(`\`${property}\``);
            return !named || !own.includes("replaces the cluster");
        });
        expect(forceNew.length).toBeGreaterThan(10);
        expect(silent).toEqual([]);
    });

    /** Of `network.networkPlugin`: the comment of that member, whatever the interface is called. */
    function docOf(input: string): string {
        const [name, object] = input.split(".").reverse();
        const owner = object === undefined ? "ManagedIdentityAksClusterArgs" : "\\w+Args";
        const place = new RegExp(`^${owner}\\.${name} `);
        return parts.find((part) => place.test(part.place))?.doc.replace(/\s+/g, " ") ?? "";
    }
});
