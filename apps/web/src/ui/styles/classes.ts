/** Names of classes for one element; what is not so is left out. */
export function classes(...names: readonly (string | undefined | false)[]): string {
  return names.filter(name => name !== undefined && name !== false && name !== '').join(' ');
}
