/** So long something must stand on the screen to have been seen. */
const LOOK_MS = 1_000;
/** Half of it must be on the screen. */
const PART = 0.5;

/** Calls back once somebody has had the time to see an element. Without the browser's help it counts as seen at once. */
export function whenSeen(node: HTMLElement, seen: () => void): () => void {
  if (typeof IntersectionObserver === 'undefined') {
    seen();
    return () => undefined;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new IntersectionObserver(([entry]) => {
    clearTimeout(timer);
    if (entry?.isIntersecting !== true) return;
    timer = setTimeout(() => {
      observer.disconnect();
      seen();
    }, LOOK_MS);
  }, { threshold: PART });
  observer.observe(node);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
