const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

interface Level {
  /** Of an object the fields so far; null of an array. */
  readonly fields: Set<string> | null;
  step: string | number;
  isValue: boolean;
}

/**
 * What is wrong with the fields of a JSON text, in the order they stand in: those that are there twice in one object, and these that
 * nobody knows.
 */
export function fieldProblems(text: string, unknown: readonly string[] = []): string[] {
  const problems = new Set<string>();
  const strangers = new Set(unknown);
  const levels: Level[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ fields: new Set(), step: '', isValue: false });
    else if (token === '[') levels.push({ fields: null, step: 0, isValue: true });
    else if (token === '}' || token === ']') levels.pop();
    else if (level === undefined) continue;
    else if (token === ':') level.isValue = true;
    else if (token === ',') next(level);
    else if (!level.isValue && level.fields !== null) {
      level.step = token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
      const isTwice = level.fields.has(level.step);
      level.fields.add(level.step);
      if (!isTwice && strangers.size === 0) continue;
      const path = pathOf(levels);
      if (isTwice) problems.add(`duplicate field ${JSON.stringify(path)}`);
      if (strangers.has(path)) problems.add(`unknown field ${JSON.stringify(path)}`);
    }
  }
  return [...problems];
}

function next(level: Level): void {
  if (typeof level.step === 'number') level.step += 1;
  else level.isValue = false;
}

function pathOf(levels: readonly Level[]): string {
  return levels.reduce((path, { step }) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}
