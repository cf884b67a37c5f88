/** Catches: a vendor's name in the heart of the product, and settings read from the environment all over the code. */
import { ROOT, readText, sourceFiles } from './lib/repository.mjs';

const RULES = [
  {
    word: /genesys|purecloud/i,
    within: /^packages\/(core|flow|masking|protocol|contact-center|chat-client|chat-widget)\//,
    except: /^$/,
    reason: 'no vendor in the heart (T11)',
  },
  {
    word: /\bprocess\.env\b/,
    within: /./,
    except: /^packages\/server\/src\/config\/|^(apps|integrations)\/[^/]+\/src\/main\.ts$|\.test\.ts$/,
    reason: 'the environment is read in packages/server/src/config and in main files',
  },
];

/**
 * @param {string} [root]
 * @returns {string[]} One line per problem.
 */
export function checkSourceWords(root = ROOT) {
  return sourceFiles(root).flatMap((path) => {
    const rules = RULES.filter(({ within, except }) => within.test(path) && !except.test(path));
    return readText(path, root)
      .split('\n')
      .flatMap((line, index) =>
        rules.filter(({ word }) => word.test(line)).map(({ reason }) => `${path}:${index + 1}: ${reason}`),
      );
  });
}
