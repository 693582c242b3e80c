/** Names that somebody may give to a resource, and that mean something to a format. */
export const HOSTILE = [
    "<script>alert(1)</script>",
    "a | b `c` ``d`` *e* _f_ [g](h) ~i~ $j$",
    "\x1b[2J\x1b[31mred\x07\x9b31m",
    "line\r\none",
    "\u202eexe.txt\u2066",
    "\"quoted\" & 'quoted' \\N \\n <b>",
    "]] --> n0; click n0 call x()",
    "# heading",
    "- item",
    "1. first",
    "]]> --> <!-- <![CDATA[",
    "\ud800 alone \ufffe",
];
