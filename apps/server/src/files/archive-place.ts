/**
 * Where an entry of an archive stands, below the folder that was asked for: its path, without `./` and without a slash at the end; '' for the
 * uppermost folder itself. Null where it stands elsewhere, or would by going back.
 */
export function placeIn(root: string, name: string): string | null {
  if (name.startsWith('/') || name.includes('\0')) return null;
  const names = name.split('/').filter(each => each !== '' && each !== '.');
  if (names.includes('..')) return null;
  return root !== '' && names[0] !== root ? null : names.join('/');
}

/**
 * Whether a symbolic link leads out of the folder. Only steps back at its beginning count as steps back: behind a name, which may be another
 * link, nobody knows where one leads. The folders above the link are none but folders, as who asks has looked.
 */
export function leadsOut(root: string, place: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\0')) return true;
  const names = target.split('/').filter(each => each !== '' && each !== '.');
  const firstName = names.findIndex(each => each !== '..');
  const back = firstName < 0 ? names.length : firstName;
  if (names.slice(back).includes('..')) return true;
  // Of the folder itself one step back is out already.
  const depth = place.split('/').length - 1 - (root === '' ? 0 : 1);
  return back > depth;
}
