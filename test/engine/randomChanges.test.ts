import { showsOnlyTheChange } from "./randomChanges";

// Two files, which jest runs side by side.
test(
    "50 random living clusters, one random change each: the preview shows nothing else (stack 0)",
    showsOnlyTheChange(0, { updates: true }),
);
test(
    "50 random living clusters, one random change each: the preview shows nothing else (stack 1)",
    showsOnlyTheChange(1),
);
