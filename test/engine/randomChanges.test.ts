import { MANY_RUNS } from "./engine";
import { showsOnlyTheChange } from "./randomChanges";

// Two files, which jest runs side by side.
test.each([0, 1, 2, 3])(
    "25 random living clusters, one random change each: the preview shows nothing else (stack %d)",
    (stack) => showsOnlyTheChange(stack, { updates: stack === 0 })(),
    MANY_RUNS,
);
