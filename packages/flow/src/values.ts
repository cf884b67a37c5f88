/** Value of each variable; a missing one is null. Plain JSON. */
export type Values = Readonly<Record<string, unknown>>;

/** What an expression gave, as JSON: CEL's whole numbers become numbers, what is no data becomes null. */
export function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (typeof value !== 'object' || value === null) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? value : null;
}
