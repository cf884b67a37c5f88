import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';

const LABEL = "/* Throughline's own stand-in for genesys.min.js, for tests. It is not Genesys's script. */";

const WINDOW = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Messenger (stand-in)</title><style>
body { display: grid; grid-template-rows: auto 1fr auto; height: 100vh; margin: 0; font: 15px/1.4 system-ui, sans-serif; background: #fff; border: 1px solid #336699; box-sizing: border-box; }
header, form { display: flex; gap: 8px; padding: 12px; background: #336699; color: #fff; }
header p { flex: 1; margin: 0; } input { flex: 1; padding: 6px; }
ol { margin: 0; padding: 12px; list-style: none; overflow: auto; }
li { width: fit-content; margin: 0 0 8px; padding: 6px 10px; border-radius: 8px; background: #e8eef5; } li.mine { margin-left: auto; background: #d7efd9; }
</style></head><body>
<header><p>Messenger<br><small>stand-in of Throughline for tests, not Genesys's</small></p><button type="button">Close</button></header>
<ol role="log" aria-label="Messages"></ol>
<form><input aria-label="Your message"><button>Send</button></form>
<script src="stand-in-window.js"></script></body></html>`;

/** In the place of Genesys's bootstrap script: a stand-in, with what a test had go wrong put into it. */
export async function addMessengerFiles(app: FastifyInstance, { faults }: DoorState): Promise<void> {
  const [script, ofWindow] = await Promise.all([
    read(import.meta.resolve('@throughline/messenger-stand-in/genesys.min.js')),
    read(import.meta.resolve('@throughline/messenger-stand-in/window.js')),
  ]);
  const base = '/genesys-bootstrap';
  app.get(`${base}/genesys.min.js`, async (_, reply) => {
    const fault = JSON.stringify(faults.take('messenger')?.how ?? null);
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(`${LABEL}\n((FAULT)=>{${script}})(${fault});\n`);
  });
  app.get(`${base}/stand-in-window.js`, async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(ofWindow),
  );
  app.get(`${base}/stand-in-window.html`, async (_, reply) =>
    reply.type('text/html; charset=utf-8').send(WINDOW),
  );
}

function read(url: string): Promise<string> {
  return readFile(fileURLToPath(url), 'utf8');
}
