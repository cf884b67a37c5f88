import { constantOf, type Expression } from '@throughline/flow';

type Node = Expression['ast'];

/** The expression that reads a variable of the flow; null for one that Architect does not have. */
export type Variables = (name: string) => string | null;

/**
 * A condition in Architect's language, of what public message flows use alone: `==`, `OR`, `If` and parentheses.
 * Null when it is more than comparisons of text variables with fixed text, and combinations of those.
 */
export function toCondition(node: Node, variables: Variables): string | null {
  if (node.op === '!_') {
    const inner = toCondition(node.args, variables);
    return inner && `If(${inner}, false, true)`;
  }
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args.map((part) => toCondition(part, variables));
    if (!left || !right) return null;
    return node.op === '&&' ? `If(${left}, ${right}, false)` : `(${left} OR ${right})`;
  }
  if (node.op === '==' || node.op === '!=' || node.op === 'in') return toComparison(node, variables);
  return null;
}

function toComparison(node: Extract<Node, { op: '==' | '!=' | 'in' }>, variables: Variables): string | null {
  const [left, right] = node.args;
  const [name, other] = left.op === 'id' ? [left, right] : [right, left];
  const variable = name.op === 'id' ? variables(name.args) : null;
  const value = constantOf(other);
  if (variable === null) return null;
  if (node.op === 'in') return left === name ? equalsAny(variable, value) : null;
  const equal = equalsAny(variable, [value]);
  return node.op === '==' ? equal : equal && `If(${equal}, false, true)`;
}

/** Whether the variable is one of these texts. Null when they are not all text, or empty: that is "not set" there. */
export function equalsAny(variable: string, values: unknown): string | null {
  if (!Array.isArray(values) || values.length === 0) return null;
  const parts = values.map((value: unknown) =>
    typeof value === 'string' && value !== '' ? `${variable} == ${toText(value)}` : null,
  );
  if (parts.includes(null)) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(' OR ')})`;
}

/** A text in double quotes. */
export function toText(text: string): string {
  return `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
}
