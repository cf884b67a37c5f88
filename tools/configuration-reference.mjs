/**
 * Catches: a reference that describes yesterday's settings. Writes the tables of `docs/configuration-reference.md` from
 * the schema of the configuration file: `node tools/configuration-reference.mjs`. As a check it only compares.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, readText } from './lib/repository.mjs';

/**
 * @typedef {object} Schema The part of JSON Schema that settings use.
 * @property {string} [type]
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema} [items]
 * @property {Schema[]} [anyOf]
 */

const PAGE = 'docs/configuration-reference.md';
const HEAD = `# Settings of the configuration file

Made from the schema by \`node tools/configuration-reference.mjs\`. How to use them: [configuration.md](configuration.md).

| setting | values | default | meaning |
|---|---|---|---|
`;

/** @returns {Promise<string[]>} One line per problem. */
export async function checkConfigurationReference() {
  const current = readText(PAGE).trim();
  return current === (await reference()).trim()
    ? []
    : [`${PAGE} is not what the schema says. Run: node tools/configuration-reference.mjs`];
}

async function reference() {
  const { configurationJsonSchema } = await import('../packages/server/dist/index.js');
  const schema = /** @type {Schema} */ (configurationJsonSchema());
  return `${HEAD}${rows(schema, '').join('\n')}\n`;
}

/**
 * @param {Schema} schema
 * @param {string} prefix
 * @returns {string[]}
 */
function rows({ properties = {}, required = [] }, prefix) {
  return Object.entries(properties).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    const { items, anyOf } = property;
    const fallback =
      property.default === undefined ? (required.includes(name) ? 'required' : '') : code(property.default);
    return [
      `| \`${key}\` | ${values(property)} | ${fallback} | ${property.description ?? ''} |`,
      ...rows(property, `${key}.`),
      ...(items ? rows(items, `${key}[].`) : []),
      ...(anyOf ?? []).flatMap((choice) => rows(choice, `${key}.`)),
    ];
  });
}

/**
 * @param {Schema} schema
 * @returns {string}
 */
function values(schema) {
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(values))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? values(schema.items) : 'anything'}`;
  return schema.type ?? '';
}

/** @param {unknown} value */
function code(value) {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(ROOT, PAGE), await reference());
