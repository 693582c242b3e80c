import { withBoth } from "./comparedPrograms";
import { mistakes } from "./mistakes";
import { asOnPage } from "./asOnPage";

test("x", async () => {
    await withBoth(async (compared) => {
        for (const [name, compare] of Object.entries(mistakes)) {
            const text = asOnPage(["shop","network","images","routes","aks","aks-cluster"]);
            const t = Date.now();
            for (const { title, lines } of await compare(compared)) process.stdout.write(text([title, ...lines.map(l=>"  "+l)].join("\n"))+"\n");
            process.stdout.write(`--- ${name} ${Date.now()-t}\n`);
            if (name === "first deployment") {
            const a = await compared.handwritten.deployed(); const b= await compared.component.deployed();
            process.stdout.write(JSON.stringify(a,null,1));
            expect(a).toEqual(b);
            }
        }
    });
});
