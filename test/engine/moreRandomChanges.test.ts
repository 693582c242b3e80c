import { MANY_RUNS } from "./engine";
import { showsOnlyTheChange } from "./randomChanges";

// Two files, which jest runs side by side.
test.each([4, 5, 6, 7])(
    "25 random living clusters, one random change each: the preview shows nothing else (stack %d)",
    (stack) => showsOnlyTheChange(stack)(),
    MANY_RUNS,
);
