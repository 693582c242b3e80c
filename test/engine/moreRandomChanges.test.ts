import { showsOnlyTheChange } from "./randomChanges";

// Two files, which jest runs side by side.
test(
    "50 random living clusters, one random change each: the preview shows nothing else (stack 2)",
    showsOnlyTheChange(2),
);
test(
    "50 random living clusters, one random change each: the preview shows nothing else (stack 3)",
    showsOnlyTheChange(3),
);
