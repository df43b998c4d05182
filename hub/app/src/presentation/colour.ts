/** Colours of light, for tiles that glow in the lamp's own. */

/** Kelvin and the colour that stands for it on a screen: a lamp's impression, not a physical white point. */
const WHITES: readonly (readonly [kelvin: number, red: number, green: number, blue: number])[] = [
  [2000, 0xf2, 0x8c, 0x28],
  [2700, 0xf6, 0xa9, 0x3b],
  [3500, 0xf3, 0xbd, 0x62],
  [4500, 0xe9, 0xcf, 0x9a],
  [5500, 0xb9, 0xcd, 0xe6],
  [6500, 0x93, 0xb9, 0xea],
];

export function kelvinToCss(kelvin: number): string {
  const last = WHITES[WHITES.length - 1]!;
  const above = WHITES.findIndex(([k]) => k >= kelvin);
  if (above === 0) return rgb(WHITES[0]!.slice(1));
  if (above < 0) return rgb(last.slice(1));
  const low = WHITES[above - 1]!;
  const high = WHITES[above]!;
  const share = (kelvin - low[0]) / (high[0] - low[0]);
  return rgb([1, 2, 3].map((i) => Math.round(low[i]! + (high[i]! - low[i]!) * share)));
}

/** A colour packed as 0xRRGGBB. Black is no light: null. */
export function packedToCss(packed: number): string | null {
  if (!Number.isInteger(packed) || packed <= 0 || packed > 0xffffff) return null;
  return rgb([(packed >> 16) & 255, (packed >> 8) & 255, packed & 255]);
}

/** True when dark ink reads better than white on the colour; relative luminance of WCAG 2. */
export function wantsDarkInk(css: string): boolean {
  const parts = /rgb\((\d+) (\d+) (\d+)\)/.exec(css)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [r, g, b] = parts.map((part) => {
    const channel = part / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! > 0.25;
}

function rgb(parts: readonly number[]): string {
  return `rgb(${parts.join(' ')})`;
}
