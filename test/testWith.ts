export type TitledTest = (title: string, body: () => Promise<void>) => void;

/** A test that is skipped, by name, where a tool is missing; `source` says where the tool comes from. */
export function testWith(tool: string, isThere: boolean, source = "npm test provides it"): TitledTest {
    return isThere ? test : (title) => test.skip(`SKIPPED, for lack of ${tool} (${source}): ${title}`, () => {});
}
