/**
 * The portal's sign-in, with `{return}` in it replaced by the way back to this page: path, query and fragment, never
 * another origin. Empty without an address that a link may lead to.
 */
export function signInUrlOf({ dataset: { signInUrl } }: HTMLElement): string {
  if (!signInUrl) return '';
  const back = encodeURIComponent(location.pathname + location.search + location.hash);
  const { protocol, href } = new URL(signInUrl.replaceAll('{return}', back), location.href);
  return protocol.startsWith('http') ? href : '';
}
