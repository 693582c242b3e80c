import { MANY_RUNS } from "./engine";
import { STACKS_OF_FILE, showsOnlyTheChange } from "./randomChanges";

// Two files, which jest runs side by side.
test.each([...Array(STACKS_OF_FILE).keys()])(
    "random living clusters, one random change each: the preview shows nothing else (stack %d)",
    (stack) => showsOnlyTheChange(stack, { updates: stack === 0 })(),
    MANY_RUNS,
);
