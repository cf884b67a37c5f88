import { BlockList, isIP } from 'node:net';

/**
 * Addresses that no other company has: what a look-up must not reach unless its host is meant to be there. Sources:
 * IANA special-purpose registries for IPv4 and IPv6 (RFC 6890), with multicast and reserved space.
 */
const PRIVATE_4 = new BlockList();
// Apart, because a list that has both takes IPv4 addresses for the part of IPv6 that they are mapped to.
const PRIVATE_6 = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE_4.addSubnet(net, prefix, 'ipv4');
}
// Of IPv6 only global unicast (2000::/3) is public, and of that not the parts that lead to IPv4 or nowhere.
for (const [net, prefix] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  PRIVATE_6.addSubnet(net, prefix, 'ipv6');
}

/** True also for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPrivateAddress(mapped);
  switch (isIP(address)) {
    case 4:
      return PRIVATE_4.check(address, 'ipv4');
    case 6:
      return PRIVATE_6.check(address, 'ipv6');
    default:
      return true;
  }
}
