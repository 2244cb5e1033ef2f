import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { joined } from '../../cells/path-columns.ts';

/** What a claim asks for, each class once. */
export function deviceClasses(spec: unknown): string | null {
  const requests = asArray(getPath(spec, 'devices', 'requests'));
  const wanted = requests.flatMap(request => [
    getPath(request, 'exactly', 'deviceClassName'),
    ...asArray(getPath(request, 'firstAvailable')).map(entry => getPath(entry, 'deviceClassName')),
  ]);
  return joined([...new Set(wanted.map(asString))]);
}
