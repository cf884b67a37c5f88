import { type HclBlock, HclExpression } from './hcl.js';

export function resource(
  type: string,
  name: string,
  attributes: NonNullable<HclBlock['attributes']>,
  blocks: readonly HclBlock[] = [],
): HclBlock {
  return { type: 'resource', labels: [`genesyscloud_${type}`, name], attributes, blocks };
}

export function expression(text: string): HclExpression {
  return new HclExpression(text);
}

/** A variable without a default, so that nothing is applied before somebody has said it. */
export function variable(name: string, description: string, sensitive = false): HclBlock {
  const attributes = { type: expression('string'), description, ...(sensitive ? { sensitive } : {}) };
  return { type: 'variable', labels: [name], attributes };
}

/** A variable that may be left out: then it is an empty text. */
export function optionalVariable(name: string, description: string): HclBlock {
  const attributes = { type: expression('string'), description, default: '' };
  return { type: 'variable', labels: [name], attributes };
}

export function output(name: string, description: string, value: string): HclBlock {
  return { type: 'output', labels: [name], attributes: { description, value: expression(value) } };
}
