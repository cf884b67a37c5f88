import {
  DEFAULT_POLICY,
  ENTITY_TYPES,
  lintPolicy,
  type MaskingPolicy,
  operatorFor,
  type PolicyFinding,
  parsePolicy,
  presetPolicy,
} from '@throughline/masking';
import { KEPT_FOR } from '../masking/kept-policy.js';
import type { MaskingConfiguration } from './masking-schema.js';
import type { MaskingSettings } from './options.js';
import type { SettingFiles } from './setting-files.js';

/** The policy that the configuration names. What is wrong with it is among the problems of the files. */
export function toMaskingSettings(settings: MaskingConfiguration, files: SettingFiles): MaskingSettings {
  const before = files.problems.length;
  const { policy, warnings } = toPolicy(settings, files);
  const isRead = files.problems.length === before;
  const reveal = settings?.reveal;
  if (!reveal) {
    const unused = `${policy.reveal.join(', ')} may be revealed by the policy, but masking.reveal is not set: no original is kept`;
    return { policy, warnings: policy.reveal.length > 0 ? [...warnings, unused] : warnings };
  }
  if (policy.reveal.length === 0 && isRead) {
    files.problems.push(
      'masking.reveal is set, but the policy names no kind of value under reveal: name some there, or take it out.',
    );
  }
  const { roles, keepDays, reasons } = reveal;
  return { policy, warnings, reveal: { roles, reasons, keepMs: keepDays * 86_400_000 } };
}

function toPolicy(settings: MaskingConfiguration, files: SettingFiles): MaskingSettings {
  if (settings?.policy === undefined) return withoutWarnings(presetPolicy(settings?.preset ?? 'default'));
  const before = files.problems.length;
  const source = files.text(settings.policy, 'The masking policy');
  if (files.problems.length > before) return withoutWarnings(DEFAULT_POLICY);
  const file = files.resolve(settings.policy);
  const findings = lintPolicy(source);
  const lines = (wanted: PolicyFinding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).map((finding) => line(file, finding));
  const errors = lines('error');
  files.problems.push(...errors);
  if (errors.length > 0) return withoutWarnings(DEFAULT_POLICY);
  const policy = parsePolicy(source);
  const tokens = ENTITY_TYPES.filter((type) =>
    KEPT_FOR.some((destination) => operatorFor(policy, type, { destination }) === 'tokenize'),
  );
  if (tokens.length > 0) {
    files.problems.push(
      `${file}: ${tokens.join(', ')} cannot be replaced by tokens in messages, for which there is no key: mask them for ${KEPT_FOR.join(' and ')}.`,
    );
  }
  return { policy, warnings: lines('warning') };
}

function withoutWarnings(policy: MaskingPolicy): MaskingSettings {
  return { policy, warnings: [] };
}

function line(file: string, { position, path, message }: PolicyFinding): string {
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  return `${place} ${path === '' ? '' : `${path}: `}${message}`;
}
