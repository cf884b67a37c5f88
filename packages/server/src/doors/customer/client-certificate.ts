import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import proxyaddr from '@fastify/proxy-addr';
import type { ShownCertificate } from '@throughline/identity';

/** Longest header that is looked at, in characters. */
const MAX_HEADER_LENGTH = 8 * 1024;

/** Reads the certificate that a caller has shown with a request; null without one, or when it is out of date. */
export type ReadCertificate = (request: IncomingMessage) => ShownCertificate | null;

/**
 * From the connection, when TLS ends in this process; else from a header of the proxy where it ends: `Client-Cert` as
 * RFC 9440 has it, or PEM with percent signs, as nginx writes `$ssl_client_escaped_cert`.
 * @param header its name in lower case; none is believed when absent
 * @param trustedProxies addresses that the header is believed from; nobody else's
 */
export function certificateReader(
  header: string | undefined,
  trustedProxies: readonly string[] = [],
  now: () => Date = () => new Date(),
): ReadCertificate {
  const isTrusted = proxyaddr.compile([...trustedProxies]);
  return (request) => {
    const { socket, headers } = request;
    if (socket instanceof TLSSocket) {
      const certificate = socket.getPeerX509Certificate();
      return certificate ? toShown(certificate, socket.authorized, now()) : null;
    }
    const value = header === undefined ? undefined : headers[header];
    if (typeof value !== 'string' || value.length > MAX_HEADER_LENGTH) return null;
    if (!socket.remoteAddress || !isTrusted(socket.remoteAddress, 0)) return null;
    const certificate = parse(value);
    // A proxy that passes on what it has not checked says so to nobody: its configuration has to check.
    return certificate && toShown(certificate, true, now());
  };
}

function parse(value: string): X509Certificate | null {
  try {
    const [, base64] = /^:([A-Za-z0-9+/=]+):$/.exec(value) ?? [];
    return new X509Certificate(base64 ? Buffer.from(base64, 'base64') : decodeURIComponent(value));
  } catch {
    return null;
  }
}

function toShown(certificate: X509Certificate, isVouchedFor: boolean, now: Date): ShownCertificate | null {
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) return null;
  return {
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: certificate.subject.split('\n'),
    isVouchedFor,
  };
}
