/**
 * A cluster's name as a part of an address. Browsers take `.` and `..` for steps in a path, also where they are escaped, so that such a name
 * would lead to another page; it stands behind a tilde, and so does a plus, which stands between clusters that are looked at together, and a
 * tilde that could be taken for one of these.
 */
export function toAddressName(name: string): string {
  return escaped(name, /\+|^~|~(?=[~+.])/g);
}

function escaped(name: string, what: RegExp): string {
  return /^\.{1,2}$/.test(name) ? `~${name}` : name.replace(what, '~$&');
}

/** The name that `toAddressName` put into an address. */
export function fromAddressName(text: string): string {
  return text.replace(/~([~+.])/g, '$1');
}

/** Clusters that are looked at together, as one part of an address. */
export function toAddressNames(names: readonly string[]): string {
  const [only = '', ...others] = names;
  if (others.length === 0) return toAddressName(only);
  // A tilde at the end of a name stands before a plus.
  return names.map(name => escaped(name, /\+|^~|~(?=[~+.]|$)/g)).join('+');
}

/** The names that `toAddressNames` put into an address. */
export function fromAddressNames(text: string): readonly string[] {
  return (text.match(/(?:~[~+.]|[^+])+/g) ?? []).map(fromAddressName);
}
