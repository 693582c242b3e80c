/** Colours of pages and pictures, in both colour schemes. The contrast of each text is 4.5 or more. */
export const PALETTE = `
:root {
    color-scheme: light dark;
    --page: #ffffff; --raised: #f6f8fa; --text: #1f2328; --line: #57606a;
    --accent: #0550ae; --ok: #116329; --pending: #7d4e00; --wrong: #a40e26; --unknown: #57606a;
}
@media (prefers-color-scheme: dark) {
    :root {
        --page: #0d1117; --raised: #161b22; --text: #e6edf3; --line: #8d96a0;
        --accent: #79c0ff; --ok: #56d364; --pending: #e3b341; --wrong: #ff7b72; --unknown: #8d96a0;
    }
}
`;
