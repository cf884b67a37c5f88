/**
 * Names of Terraform resources, one for each of the given names and never the same for two: letters, digits and `_`.
 */
export function resourceNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const found = new Map<string, string>();
  for (const name of new Set(names)) {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const base = /^[a-z]/.test(plain) ? plain : `n_${plain}`;
    let unique = base;
    for (let count = 2; taken.has(unique); count += 1) unique = `${base}_${count}`;
    taken.add(unique);
    found.set(name, unique);
  }
  return found;
}
