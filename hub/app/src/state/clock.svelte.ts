/** Ages on the screen grow by themselves; a finer clock would only make numbers restless. */
const TICK_MS = 15_000;

class Clock {
  now = $state.raw(new Date());

  /** Runs while something shows an age; answers the way to stop. */
  run(): () => void {
    this.now = new Date();
    const timer = setInterval(() => (this.now = new Date()), TICK_MS);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
