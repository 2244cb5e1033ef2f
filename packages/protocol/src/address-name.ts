/**
 * A cluster's name as a part of an address. Browsers take `.` and `..` for steps in a path, also where they are escaped, so that such a name
 * would lead to another page; it stands behind a tilde, and so does a name that begins with one.
 */
export function toAddressName(name: string): string {
  return /^(~|\.{1,2}$)/.test(name) ? `~${name}` : name;
}

/** The name that `toAddressName` put into an address. */
export function fromAddressName(text: string): string {
  return text.startsWith('~') ? text.slice(1) : text;
}
