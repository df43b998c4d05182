/** How long others take to make room; none for those who want it still. */
export const FLIP_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160;
