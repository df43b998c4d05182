/**
 * A sentence of the hub and its Chinese. A hole of the first is `{}` where what stands in it is said in words of the hub, too, and `{=}` where it
 * is a value, a name or an author's own text, which stays, `{-}` where it is one word; the second names holes by their number, `{0}`.
 */
export type Phrase = readonly [english: string, chinese: string];
