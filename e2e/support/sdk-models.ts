import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Property {
  readonly type: string;
  readonly optional: boolean;
}

export const SDK_FOLDER = dirname(
  createRequire(import.meta.url).resolve('purecloud-platform-client-v2/package.json'),
);
const MODELS = readModels();
/** Still required by the API definition, and not in the SDK's models any more. */
const DEPRECATED: ReadonlySet<string> = new Set(['MessageData.textBody']);

/** How a value differs from a model of the vendor's SDK: unknown, missing and mistyped properties. Empty when it fits. */
export function differencesFromModel(value: unknown, model: string): string[] {
  return differencesFromType(value, `Models.${model}`, model);
}

/** The same for a type as the SDK's declarations write it; `path` begins each difference. */
export function differencesFromType(value: unknown, type: string, path: string): string[] {
  const element = /^Array<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => differencesFromType(item, element, `${path}[${index}]`))
      : [`${path} is no list`];
  }
  const values = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (values !== undefined) {
    return isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => differencesFromType(item, values, `${path}.${key}`))
      : [`${path} is no map`];
  }
  const model = /^Models\.(\w+)$/.exec(type)?.[1];
  if (model !== undefined) return differencesFromProperties(value, model, path);
  if (type === 'object' || type === 'any') return [];
  return typeof value === type ? [] : [`${path} is ${typeof value} instead of ${type}`];
}

function differencesFromProperties(value: unknown, model: string, path: string): string[] {
  const properties = MODELS.get(model);
  if (!properties) return [`${path}: there is no model ${model}`];
  if (!isObject(value)) return [`${path} is no object`];
  const missing = [...properties].filter(([name, { optional }]) => !optional && !(name in value));
  return [
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      if (DEPRECATED.has(`${model}.${name}`)) return [];
      const property = properties.get(name);
      return property
        ? differencesFromType(item, property.type, `${path}.${name}`)
        : [`${path}.${name} is not in ${model}`];
    }),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The interfaces of the SDK's declaration file. */
function readModels(): ReadonlyMap<string, ReadonlyMap<string, Property>> {
  const text = readFileSync(join(SDK_FOLDER, 'index.d.ts'), 'utf8');
  const interfaces = text.matchAll(/interface (\w+) \{([\s\S]*?)\n\t\}/g);
  return new Map(
    [...interfaces].map(([, name = '', body = '']) => {
      const properties = body.replace(/\s+/g, ' ').matchAll(/"?([\w$-]+)"?(\?)?: ((?:\{[^}]*\}|[^;{])+);/g);
      return [
        name,
        new Map(
          [...properties].map(([, key = '', mark, type = '']) => [
            key,
            { type: type.trim(), optional: mark === '?' },
          ]),
        ),
      ];
    }),
  );
}
