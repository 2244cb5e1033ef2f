/** Where JSON patches find a field: names may hold what a pointer is written with (RFC 6901). */
export function jsonPointer(...names: readonly string[]): string {
  return names.map(name => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
