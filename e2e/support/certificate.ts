import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TestCertificate {
  readonly keyFile: string;
  readonly file: string;
  readonly pem: string;
  readonly x509: X509Certificate;
}

/** A self-signed certificate in files of this folder. */
export function makeCertificate(folder: string, name: string, subject: string, days = 2): TestCertificate {
  const keyFile = join(folder, `${name}.key`);
  const file = join(folder, `${name}.crt`);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const request = ['req', '-x509', ...curve, '-days', String(days), '-subj', subject];
  execFileSync('openssl', [...request, '-keyout', keyFile, '-out', file], { stdio: 'ignore' });
  const pem = readFileSync(file, 'utf8');
  return { keyFile, file, pem, x509: new X509Certificate(pem) };
}
