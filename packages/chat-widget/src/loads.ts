/** The loader. */
export const SCRIPT_FILES = /^widget\.m?js/;
/** What signs the customer in. */
export const SESSION_REQUESTS = /^v1\/(assertion|session)/;

/** What the browser has noted of requests below `folder`, a URL, whose rest of the address matches (Resource Timing §4). */
export function loadsOf(folder: string, pattern: RegExp): PerformanceResourceTiming[] {
  const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return all.filter(({ name }) => name.startsWith(folder) && pattern.test(name.slice(folder.length)));
}

/** Tries to fetch what a chat begins with, the oldest first; the loader numbers them: `widget/0/…`. */
export function triesOf(folder: string): PerformanceResourceTiming[] {
  const first = new Map<string | undefined, PerformanceResourceTiming>();
  // What a chat fetches later comes from the same folder as its first file.
  for (const file of loadsOf(folder, /^widget\/\d+\//)) {
    const number = file.name.slice(folder.length).split('/')[1];
    if (!first.has(number)) first.set(number, file);
  }
  return [...first.values()];
}
