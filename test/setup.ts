// Jest asks for a hundred frames a stack, and maps each of them: for every promise of the Pulumi SDK, which takes
// its stack whether or not anybody reads it. Ten are Node's own default.
Error.stackTraceLimit = 10;
