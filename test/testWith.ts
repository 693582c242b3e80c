export type TitledTest = (title: string, body: () => Promise<void>) => void;

/** A test that is skipped, by name, where a tool is missing. */
export function testWith(tool: string, isThere: boolean): TitledTest {
    return isThere
        ? test
        : (title) => test.skip(`SKIPPED, for lack of ${tool} (npm test provides it): ${title}`, () => {});
}
