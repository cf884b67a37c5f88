import type { Finding, FindingRule } from '../finding.js';
import type { Flow } from '../flow.js';
import type { SourcePath } from '../source.js';

export function finding(
  flow: Flow,
  severity: Finding['severity'],
  rule: FindingRule,
  path: SourcePath,
  message: string,
): Finding {
  return { severity, rule, message, ...flow.locate(path) };
}
