const PER_WH = 1_000;
const PER_KWH = 1_000_000;

/** Thousandths of a watt-hour as one says it: 320 Wh, 1.92 kWh, 1,204 kWh. */
export function energyText(thousandths: number, locale: string): string {
  const size = Math.abs(thousandths);
  const wh = Math.round(size / PER_WH);
  if (wh < 1_000) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: size > 0 && size < PER_WH ? 2 : 0 }).format(thousandths / PER_WH)} Wh`;
  const digits = size < 100 * PER_KWH ? 2 : size < 1_000 * PER_KWH ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(thousandths / PER_KWH)} kWh`;
}

/** At an axis: no more digits than are needed. */
export function energyAxis(thousandths: number, locale: string): string {
  const isKilo = Math.abs(thousandths) >= PER_KWH;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(thousandths / (isKilo ? PER_KWH : PER_WH))} ${isKilo ? 'kWh' : 'Wh'}`;
}

/** All of it, for who adds up: in kWh to the last digit. */
export const energyExact = (thousandths: number, locale: string): string => `${new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(thousandths / PER_KWH)} kWh`;

/** Thousandths of a currency's unit. */
export const costText = (thousandths: number, currency: string, locale: string): string => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(thousandths / 1_000);

export function powerText(watts: number, locale: string): string {
  const isKilo = Math.abs(watts) >= 1_000;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: isKilo ? 2 : Math.abs(watts) < 10 ? 1 : 0 }).format(isKilo ? watts / 1_000 : watts)} ${isKilo ? 'kW' : 'W'}`;
}

/** So much more or less, as a share: +12 %, −3 %. Null where there was nothing before. */
export function changeText(now: number, before: number, locale: string): string | null {
  if (before === 0) return null;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format((now - before) / Math.abs(before));
}
