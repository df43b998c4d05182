const QUARTERS = [0.25, 0.5, 0.75, 1];
/** A range that begins within this share of its end is one of "all of it", whatever its first step: 1 to 100 %. */
const NEAR_ZERO = 0.05;

/** Four levels to choose at once: quarters of the whole where the range begins near zero, else of the range. Each is a value that can be set. */
export function quartersOf(min: number, max: number, step: number): number[] {
  const from = min >= 0 && min <= max * NEAR_ZERO ? 0 : min;
  const levels = QUARTERS.map((share) => {
    const wanted = from + (max - from) * share;
    const stepped = min + Math.round((wanted - min) / step) * step;
    return Number(Math.min(max, Math.max(min, stepped)).toFixed(6));
  });
  return [...new Set(levels)];
}
