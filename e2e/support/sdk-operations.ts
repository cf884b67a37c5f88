import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differencesFromModel, differencesFromType, SDK_FOLDER } from './sdk-models.js';

/** One call of the Platform API, as the vendor's SDK makes it. */
interface Operation {
  readonly method: string;
  /** Parts of the path; a parameter is null. */
  readonly parts: readonly (string | null)[];
  /** Type of the answer in the SDK's declarations; `void` when it has no body. */
  readonly result: string;
}

const OPERATIONS = readOperations();
/** Served for clients that are older than the SDK, which does not know them any more. */
const OLDER = /^\/api\/v2\/chat\//;

/** How an answer of the Platform API differs from what the vendor's SDK expects of this call. Empty when it fits. */
export function differencesFromSdk(
  method: string,
  url: string,
  { status, body }: { readonly status: number; readonly body: unknown },
): string[] {
  const path = url.split('?')[0] ?? '';
  if (!path.startsWith('/api/v2/')) return [];
  if (status >= 400) return body === undefined ? [] : differencesFromModel(body, 'ErrorBody');
  if (OLDER.test(path)) return [];
  const operation = find(method, path.split('/'));
  if (!operation) return [`The SDK knows no ${method} ${path}.`];
  if (operation.result === 'void') {
    return body === undefined ? [] : [`${method} ${path} has a body, and the SDK expects none.`];
  }
  // Calls that may also be answered with nothing: 202 before it is done, 204 when there is nothing yet.
  if (body === undefined && (status === 202 || status === 204)) return [];
  return differencesFromType(body, operation.result, `${method} ${path}`);
}

/** The call with the most parts that are the same. */
function find(method: string, path: readonly string[]): Operation | undefined {
  const fixed = ({ parts }: Operation) => parts.filter((part) => part !== null).length;
  return OPERATIONS.filter(
    (operation) =>
      operation.method === method &&
      operation.parts.length === path.length &&
      operation.parts.every((part, index) => part === null || part === path[index]),
  ).sort((a, b) => fixed(b) - fixed(a))[0];
}

function readOperations(): readonly Operation[] {
  const declarations = readFileSync(join(SDK_FOLDER, 'index.d.ts'), 'utf8');
  const results = new Map(
    [...declarations.matchAll(/^\s+(\w+)\(.*\): Promise<(.+)>;$/gm)].map(([, name = '', type = '']) => [
      name,
      type,
    ]),
  );
  const folder = join(SDK_FOLDER, 'src/purecloud-platform-client-v2/api');
  return readdirSync(folder).flatMap((file) => {
    const calls = readFileSync(join(folder, file), 'utf8').matchAll(
      /^\t(\w+)\([^)]*\) *\{(?:(?!^\t\w)[\s\S])*?callApi\(\s*'([^']+)',\s*'(\w+)'/gm,
    );
    return [...calls].map(([, name = '', path = '', method = '']) => ({
      method,
      parts: path.split('/').map((part) => (part.startsWith('{') ? null : part)),
      result: results.get(name) ?? 'void',
    }));
  });
}
