/**
 * An address that files may go to or come from: encrypted, or at the API's own server, which may be one on this
 * machine. Null for any other.
 */
export function fileAddress(address: string | null, apiUrl: string): URL | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.origin === new URL(apiUrl).origin ? url : null;
}
