import fc from "fast-check";
import { v5 } from "uuid";
import { guidOfName } from "../../src/azure/guid";

test("the GUID of a name is that of RFC 9562's own example", () => {
    const dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    expect(guidOfName("www.example.com", dns)).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("the GUID of any name in any namespace is that of the package uuid", () => {
    fc.assert(
        fc.property(fc.string({ unit: "binary" }), fc.uuid(), (name, namespace) => {
            expect(guidOfName(name, namespace)).toBe(v5(name, namespace));
        }),
    );
});
