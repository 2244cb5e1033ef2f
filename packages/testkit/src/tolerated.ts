/** Whoever says whether a value is as it should be: a schema. */
interface Taker {
  safeParse(value: unknown): { readonly success: boolean };
}

/** What no field is meant to hold but one of that very type. */
const STRANGERS: readonly unknown[] = [null, true, -0.5, '%\ud800', [[]], { '': {} }];

/**
 * Spoils a value that is taken, one field at a time: leaves it out, puts values of each other type in its place, and adds a field nobody
 * knows. Says which of that is taken all the same: `a.b: without`, `a.b: null`, `a: more`. In lists it is the first item that is spoilt.
 */
export function tolerated(taker: Taker, value: unknown): string[] {
  if (!taker.safeParse(value).success) throw new Error(`not taken as it is: ${JSON.stringify(value)}`);
  const found: string[] = [];
  const visit = (part: unknown, name: string, put: (other: unknown) => unknown): void => {
    const tell = (how: string, other: unknown) => {
      if (taker.safeParse(put(other)).success) found.push(`${name}: ${how}`);
    };
    for (const stranger of STRANGERS)
      if (typeOf(stranger) !== typeOf(part)) tell(stranger === null ? 'null' : typeOf(stranger), stranger);
    if (Array.isArray(part)) {
      if (part.length > 0) visit(part[0], `${name}[]`, other => put([other, ...part.slice(1)]));
    } else if (typeof part === 'object' && part !== null) {
      tell('more', { ...part, unheardOf: 1 });
      for (const [key, entry] of Object.entries(part)) {
        const inner = name === '' ? key : `${name}.${key}`;
        const { [key]: _left, ...others } = part as Record<string, unknown>;
        if (taker.safeParse(put(others)).success) found.push(`${inner}: without`);
        visit(entry, inner, other => put({ ...part, [key]: other }));
      }
    }
  };
  visit(value, '', other => other);
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
