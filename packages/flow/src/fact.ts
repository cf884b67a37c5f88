import { LIMITS } from './limits.js';

/** What a fact can be. `list` is a list of text, `any` is not checked. */
export type FactType = 'string' | 'number' | 'boolean' | 'list' | 'any';

export const FACT_TYPES: readonly FactType[] = ['string', 'number', 'boolean', 'list', 'any'];

/** One name that expressions can use, read from data. */
export interface FactDeclaration {
  readonly name: string;
  readonly type: FactType;
  /** Property names from the outside in. */
  readonly from: readonly string[];
  /** Taken when the fact is missing or not of its type; null without one. */
  readonly default: unknown;
  /** The only values that the fact can have; null when any will do. */
  readonly values: readonly string[] | null;
}

/** Reads a declared fact. Never throws; what is missing, unreadable or not of its type gives the default. */
export function readFact(facts: unknown, declaration: FactDeclaration): unknown {
  const value = follow(facts, declaration.from);
  return value !== null && fits(value, declaration) ? value : declaration.default;
}

/** Whether a value can be that of a fact declared so. */
export function fits(value: unknown, { type, values }: Pick<FactDeclaration, 'type' | 'values'>): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'string':
      return isText(value) && (values === null || values.includes(value));
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.length <= LIMITS.factListLength && value.every(isText);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LIMITS.factTextLength;
}

/** Own properties only, so that no fact reaches what every object inherits. */
function follow(facts: unknown, path: readonly string[]): unknown {
  let value = facts;
  try {
    for (const part of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null;
      value = (value as Record<string, unknown>)[part];
    }
  } catch {
    return null;
  }
  return isData(value) ? value : null;
}

function isData(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LIMITS.factTextLength;
  if (Array.isArray(value)) return value.length <= LIMITS.factListLength;
  return ['number', 'boolean', 'object'].includes(typeof value);
}
