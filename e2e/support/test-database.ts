import { Client } from 'pg';

/** Runs one statement on a connection of its own. */
export async function query<Row extends object>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A database of its own on the server that the test set-up has started. */
export async function createDatabase(purpose: string): Promise<string> {
  const server = process.env.THROUGHLINE_TEST_DATABASE_URL;
  if (!server) throw new Error('Set THROUGHLINE_TEST_DATABASE_URL, or run `npm test`, which does.');
  const name = `${purpose}_${process.pid}_${Date.now()}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
