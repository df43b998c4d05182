import { panned, zoomed, type Span, type SpanLimits } from '../../presentation/chart/span';

export interface GestureTarget {
  span: () => Span;
  /** What stands under a place of the screen, in seconds. */
  timeAt: (clientX: number) => number;
  /** A distance on the screen as a share of the plot. */
  share: (pixels: number) => number;
  limits: () => SpanLimits;
  go: (span: Span) => void;
  /** Touched or clicked without moving. */
  tap: (clientX: number, isFinger: boolean) => void;
  leave: () => void;
  hasZoom: boolean;
}

/** Nearer than this it was a tap. */
const STILL_PX = 8;
const WHEEL_ZOOM = 1.0022;

/** Fingers and wheel over a chart: one finger moves time, two zoom, up and down scrolls the page. The mouse marks a stretch (that is the plot's own), with Shift it moves time. */
export class Gestures {
  readonly #fingers = new Map<number, number>();
  readonly #abort = new AbortController();
  #start: { x: number; y: number; span: Span; isMoving: boolean } | null = null;
  #pinch: { span: Span; times: readonly [number, number] } | null = null;
  #next: Span | null = null;
  #frame = 0;

  constructor(private readonly host: HTMLElement, private readonly target: GestureTarget) {
    const { signal } = this.#abort;
    host.addEventListener('pointerdown', this.#down, { signal });
    host.addEventListener('pointermove', this.#move, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) host.addEventListener(end, this.#up, { signal });
    host.addEventListener('wheel', this.#wheel, { signal, passive: false });
    // Before the plot's own: with Shift a drag moves time.
    host.addEventListener('mousedown', (event) => event.shiftKey && event.stopPropagation(), { signal, capture: true });
  }

  stop(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#frame);
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const moves = this.target.hasZoom && (event.pointerType !== 'mouse' || event.shiftKey);
    this.#start = { x: event.clientX, y: event.clientY, span: this.target.span(), isMoving: false };
    if (!moves) return;
    this.#fingers.set(event.pointerId, event.clientX);
    if (this.#fingers.size === 2) {
      const [one, other] = [...this.#fingers.values()] as [number, number];
      this.#pinch = { span: this.target.span(), times: [this.target.timeAt(one), this.target.timeAt(other)] };
    }
  };

  readonly #move = (event: PointerEvent): void => {
    if (!this.#fingers.has(event.pointerId)) return;
    const start = this.#start!;
    this.#fingers.set(event.pointerId, event.clientX);
    if (this.#pinch !== null) {
      this.#go(pinched(this.#pinch.span, this.#pinch.times, [...this.#fingers.values()].map((x) => this.#shareAt(x)) as [number, number], this.target.limits()));
      return;
    }
    if (!start.isMoving && Math.abs(event.clientX - start.x) < STILL_PX) return;
    if (!start.isMoving) {
      start.isMoving = true;
      this.host.setPointerCapture(event.pointerId);
      this.target.leave();
    }
    this.#go(panned(start.span, -this.target.share(event.clientX - start.x), this.target.limits()));
  };

  readonly #up = (event: PointerEvent): void => {
    const still = this.#start !== null && !this.#start.isMoving && Math.hypot(event.clientX - this.#start.x, event.clientY - this.#start.y) < STILL_PX;
    if (event.type === 'pointerup' && still && this.#pinch === null) this.target.tap(event.clientX, event.pointerType !== 'mouse');
    this.#fingers.delete(event.pointerId);
    if (this.#pinch !== null) {
      // The finger that stays begins anew.
      this.#pinch = null;
      const [x] = this.#fingers.values();
      this.#start = x === undefined ? null : { x, y: event.clientY, span: this.#next ?? this.target.span(), isMoving: true };
    } else {
      this.#start = null;
    }
  };

  /** A pinch of a touch pad comes as a wheel with Ctrl; sideways it moves time. A plain wheel scrolls the page. */
  readonly #wheel = (event: WheelEvent): void => {
    if (!this.target.hasZoom) return;
    const sideways = event.shiftKey ? event.deltaY + event.deltaX : event.deltaX;
    const span = this.#next ?? this.target.span();
    if (event.ctrlKey) this.#go(zoomed(span, WHEEL_ZOOM ** event.deltaY, this.target.timeAt(event.clientX), this.target.limits()));
    else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) this.#go(panned(span, this.target.share(sideways), this.target.limits()));
    else return;
    event.preventDefault();
  };

  #shareAt(clientX: number): number {
    const { from, to } = this.target.span();
    return (this.target.timeAt(clientX) - from) / (to - from);
  }

  /** At most once a frame. */
  #go(span: Span): void {
    this.#next = span;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const next = this.#next!;
      this.#next = null;
      this.target.go(next);
    });
  }
}

/** The span in which two moments stand at two places, which are shares of the plot. */
export function pinched(before: Span, [one, other]: readonly [number, number], [left, right]: readonly [number, number], limits: SpanLimits): Span {
  if (Math.abs(right - left) < 0.02 || one === other) return before;
  const length = (other - one) / (right - left);
  if (length <= 0) return before;
  const from = one - left * length;
  return zoomed({ from, to: from + length }, 1, one, limits);
}
