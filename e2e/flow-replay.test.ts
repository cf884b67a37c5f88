/** Replays of a conversation's flow, as operators start them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Frames } from './support/frames.js';
import { signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product[Symbol.asyncDispose]());

function flow(...words: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { PATH: process.env.PATH ?? '', THROUGHLINE_DATA_DIR: product.dataDir };
    execFile(process.execPath, [THROUGHLINE, 'flow', ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

it('[RUN-12] [RUN-13] replays a conversation through the running node, and from its data when it has ended', async () => {
  const ava = await signInCustomer(product.urls.customer, 'ava');
  const frames = await Frames.greet(ava.socket('/support/v1/socket'));
  const ref = uuidv7();
  frames.send({ type: 'open', ref, context: {} });
  const { conversation } = await frames.next('opened', (event) => event.ref === ref);
  const { code, stdout } = await flow('replay', conversation.id, '--with', 'customerTier=STANDARD', '--json');
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({
    code: 1,
    same: false,
    facts: null,
    recorded: { target: { queueId: 'Premium_Queue_Router' } },
    replayed: { target: { queueId: 'Standard_Queue_Router' } },
  });
  await product.stop();
  const shown = await flow('replay', conversation.id, '--show-facts', '--json');
  expect(shown.code).toBe(0);
  expect(JSON.parse(shown.stdout)).toMatchObject({ same: true, facts: { customerTier: 'PREMIUM' } });
});
