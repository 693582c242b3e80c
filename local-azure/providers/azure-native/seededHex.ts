import { createHash } from "node:crypto";

/**
 * `digits` (at most 32) hexadecimal digits that depend on nothing but the seed: what Pulumi's `NewUniqueName` draws
 * for the engine's random seed, so that a name is the same here as with the real provider.
 *
 * Pulumi seeds Go's ChaCha8 generator with the SHA-256 of the seed and takes 64 bits a digit, modulo 16
 * (sdk/go/common/resource/resource_id.go; format: https://c2sp.org/chacha8rand). Four blocks are interleaved word by
 * word, so the low half of draw 2r is word r of block 0, and that of draw 2r+1 word r of block 2.
 */
export function seededHex(seed: Uint8Array, digits: number): string {
    const key = new Uint32Array(8);
    const hash = createHash("sha256").update(seed).digest();
    for (let i = 0; i < 8; i++) key[i] = hash.readUInt32LE(i * 4);
    const even = chacha8Block(key, 0);
    const odd = chacha8Block(key, 2);
    return Array.from({ length: digits }, (_, draw) => {
        const word = (draw % 2 === 0 ? even : odd)[draw >> 1] ?? 0;
        return (word & 0xf).toString(16);
    }).join("");
}

const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];
const QUARTER_ROUNDS: [number, number, number, number][] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

/** Unlike the cipher, the generator adds back only the key. */
function chacha8Block(key: Uint32Array, counter: number): Uint32Array {
    const state = new Uint32Array([...CONSTANTS, ...key, counter, 0, 0, 0]);
    const at = (i: number) => state[i] ?? 0;
    const mix = (a: number, b: number, d: number, bits: number) => {
        state[a] = at(a) + at(b);
        const x = at(d) ^ at(a);
        state[d] = (x << bits) | (x >>> (32 - bits));
    };
    for (let doubleRound = 0; doubleRound < 4; doubleRound++) {
        for (const [a, b, c, d] of QUARTER_ROUNDS) {
            mix(a, b, d, 16);
            mix(c, d, b, 12);
            mix(a, b, d, 8);
            mix(c, d, b, 7);
        }
    }
    for (let i = 0; i < 8; i++) state[4 + i] = at(4 + i) + (key[i] ?? 0);
    return state;
}
