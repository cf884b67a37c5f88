/** Where later and repeated work comes from; a test moves time itself. */
export interface Timers {
  /** Returns what cancels it. */
  once(ms: number, run: () => void): () => void;
  /** Returns what ends it. */
  every(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  once(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};
