import { freePort } from '../../tools/test-setup/free-port.mjs';

/** Where one process of the product listens, over all its lives, so that open pages find it again: for its environment. */
export async function doorPorts(): Promise<Record<string, string>> {
  const ports: Record<string, string> = {};
  for (const door of ['CUSTOMER', 'AGENT', 'GENESYS', 'OPS']) {
    ports[`THROUGHLINE_${door}_PORT`] = String(await freePort());
  }
  return ports;
}
