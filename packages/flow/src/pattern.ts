import { RE2JS } from 're2js';
import { LIMITS } from './limits.js';

/** Most compiled patterns that are kept. */
const KEPT = 1_000;
const compiled = new Map<string, RE2JS>();

/**
 * Whether a part of the text fits the pattern (RE2 syntax). Linear in the text: the engine does not backtrack.
 * @throws what the engine throws for a pattern that it does not know
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return compile(pattern).matcher(text).find();
}

/** Why the pattern cannot be used; null when it can. */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > LIMITS.patternLength) {
    return `the pattern is longer than ${LIMITS.patternLength} characters`;
  }
  try {
    compile(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'the pattern cannot be read';
  }
}

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = RE2JS.compile(pattern);
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(pattern, made);
  return made;
}
