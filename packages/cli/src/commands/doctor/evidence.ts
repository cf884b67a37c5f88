import { chmodSync, writeFileSync } from 'node:fs';
import type { OrganizationEvidence } from '@throughline/genesys-cloud';
import { EXIT, type ExitCode, type Terminal } from '../../command.js';

/** Keeps the evidence where only its owner may read it. Fine when nothing that was to be measured failed. */
export function writeEvidence(
  evidence: OrganizationEvidence,
  file: string,
  { stdout }: Terminal,
  json: boolean,
): ExitCode {
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(file, 0o600);
  stdout.write(json ? text : inWords(evidence, file));
  return evidence.facts.some(({ state }) => state === 'failed') ? EXIT.finding : EXIT.fine;
}

function inWords({ measuredIn, facts }: OrganizationEvidence, file: string): string {
  const where =
    measuredIn === 'stand-in'
      ? 'Measured at a stand-in (genesys.address), which says nothing about Genesys Cloud.'
      : 'Measured at Genesys Cloud.';
  const lines = facts.map(({ id, state, question }) => `${state.padEnd(12)}  ${id}: ${question}`);
  return `${where}\n${lines.join('\n')}\n\nThe evidence is in ${file}.\n`;
}
