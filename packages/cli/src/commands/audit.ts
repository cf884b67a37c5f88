import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  type AuditReport,
  acceptRestore,
  checkAudit,
  type OperatorAccess,
  openCheckpointWriting,
  openOperatorAccess,
  parseEnvironment,
  readAuditEvidence,
} from '@throughline/server';
import { type Command, EXIT, type ExitCode, type Terminal, UsageError } from '../command.js';

const HELP = `Usage: throughline audit verify [--checkpoints FILE]… [--key FILE]… [--json]
       throughline audit accept-restore --reason TEXT
       throughline audit export [--conversation ID] [--action NAME] [--actor ID] [--since TIME] [--until TIME]

verify  reads the whole audit trail, says what was changed, removed, moved or cut off, and up to which entry signed
        checkpoints vouch for it
accept-restore  states, signed and on the trail itself, that a database from before was restored on purpose: what came
        after it is lost, and the check does not take it for a tail that somebody cut off any more
export  writes entries as JSON, one a line, in order; the export is an entry of the trail itself

  --checkpoints FILE   checkpoints as nodes wrote them, from a place that the database's users cannot change;
                       those that the configuration names when not set
  --key FILE           public key of the checkpoints, earlier ones too; that of the configuration when not set
  --reason TEXT        why, such as the number of the incident
  --since, --until     times as ISO 8601, from and before
  --json               the findings as one JSON object

Works on the database of THROUGHLINE_DATABASE_URL or of the configuration, on a running node of this data directory
(THROUGHLINE_DATA_DIR), or on its embedded database when none runs.
Exit codes: 0 nothing found, 1 something found or it failed, 2 wrong usage.
`;

export const audit: Command = {
  help: HELP,
  async run([action, ...parameters], terminal) {
    if (action === 'verify') return verify(parameters, terminal);
    if (action === 'accept-restore') return acceptLoss(parameters, terminal);
    if (action === 'export') return exportEntries(parameters, terminal);
    throw new UsageError('Say "audit verify", "audit accept-restore" or "audit export".');
  },
};

async function verify(parameters: string[], { stdout, env }: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      checkpoints: { type: 'string', multiple: true },
      key: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
    },
  });
  const environment = parseEnvironment(env);
  const configured = readAuditEvidence(environment);
  const access = await openOperatorAccess(environment);
  try {
    const report = await checkAudit(access.actions, {
      checkpointFiles: values.checkpoints ?? configured.checkpointFiles,
      keyFiles: values.key ?? configured.keyFiles,
    });
    stdout.write(values.json ? `${JSON.stringify(report)}\n` : describe(report));
    return report.findings.length + report.unsigned.length > 0 ? EXIT.finding : EXIT.fine;
  } finally {
    await access.close();
  }
}

function describe(report: AuditReport): string {
  const lines = [
    ...report.findings.map(({ message }) => `fail ${message}`),
    ...report.unsigned.map((place) => `fail ${place} holds no checkpoint that was signed with these keys`),
  ];
  if (lines.length === 0) lines.push(`ok   ${report.entries} entries, each as it was recorded`);
  const { vouchedBy } = report;
  lines.push(
    vouchedBy
      ? `     vouched for up to entry ${vouchedBy.seq} by the checkpoint of ${vouchedBy.at} (${report.checkpoints} read)`
      : `warn no checkpoint vouches for any of it (${report.checkpoints} read): a trail computed anew as a whole would look the same`,
  );
  const after = report.entries - (vouchedBy?.seq ?? 0);
  if (vouchedBy && after > 0) lines.push(`     ${after} entries came after it`);
  if (report.unchained > 0) lines.push(`     ${report.unchained} entries are not chained yet`);
  return `${lines.join('\n')}\n${report.restores.map(describeRestore).join('')}`;
}

async function acceptLoss(parameters: string[], { stdout, env }: Terminal): Promise<ExitCode> {
  const { reason } = parseArgs({ args: parameters, options: { reason: { type: 'string' } } }).values;
  if (reason === undefined || reason.trim() === '') throw new UsageError('Give a reason with --reason.');
  const environment = parseEnvironment(env);
  const access = await openOperatorAccess(environment);
  try {
    const writing = await openCheckpointWriting(environment);
    const operator = userInfo().username;
    const statement = await acceptRestore(access.actions, readAuditEvidence(environment), {
      ...writing,
      operator,
      reason,
      now: new Date(),
    });
    stdout.write(describeRestore(statement));
    return EXIT.fine;
  } finally {
    await access.close();
  }
}

function describeRestore({
  lostFrom,
  lostThrough,
  acceptedAt,
  acceptedBy,
  reason,
}: AuditReport['restores'][number]) {
  return `warn what checkpoints of ${lostFrom} to ${lostThrough} vouched for was lost with a restore, accepted at ${acceptedAt} by ${acceptedBy}: ${reason}\n`;
}

const PAGE = 500;

async function exportEntries(parameters: string[], { stdout, env }: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      conversation: { type: 'string' },
      action: { type: 'string' },
      actor: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
    },
  });
  const { since, until } = values;
  const search = {
    ...(values.conversation === undefined ? {} : { conversationId: values.conversation }),
    ...(values.action === undefined ? {} : { action: values.action }),
    ...(values.actor === undefined ? {} : { actorId: values.actor }),
    ...(since === undefined ? {} : { since: toTime('--since', since) }),
    ...(until === undefined ? {} : { until: toTime('--until', until) }),
  };
  const access = await openOperatorAccess(parseEnvironment(env));
  try {
    await recordExport(access, search);
    let after = 0;
    for (;;) {
      const page = await access.actions.auditRead({ ...search, after, limit: PAGE });
      for (const entry of page) stdout.write(`${JSON.stringify(entry)}\n`);
      if (page.length < PAGE) return EXIT.fine;
      after = page.at(-1)?.seq ?? after;
    }
  } finally {
    await access.close();
  }
}

/** Before anything is shown: who may read the trail must not be able to do so unseen. */
async function recordExport({ actions }: OperatorAccess, search: Readonly<Record<string, string>>) {
  await actions.auditRecord({ action: 'audit.exported', operator: userInfo().username, details: search });
}

function toTime(option: string, value: string): string {
  const time = new Date(value);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new UsageError(`${option} must be a time as ISO 8601, such as 2026-11-25T08:00:00Z.`);
}
