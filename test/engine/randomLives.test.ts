import { MANY_RUNS } from "./engine";
import { livesByTheLaws, STACKS } from "./randomLives";

test.each([...Array(STACKS).keys()])(
    "random clusters, changed by others, by the program and its transforms, renamed, refreshed, after failed runs (stack %d)",
    livesByTheLaws,
    MANY_RUNS,
);
