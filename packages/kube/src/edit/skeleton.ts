import type { TypeSchema } from './type-schema.ts';

/** Deeper than any kind asks for what must be there; a type may be part of itself. */
const MAX_DEPTH = 6;

/** The beginning of an object of a kind: its `spec`, and in it what must be there; null where nothing must, or nothing is known. */
export function skeletonOf(type: TypeSchema | null): Record<string, unknown> {
  if (type === null) return {};
  const own = new Set(['apiVersion', 'kind', 'metadata', 'status']);
  const wanted = [...new Set([...type.required, ...(type.field('spec') === null ? [] : ['spec'])])];
  return Object.fromEntries(wanted.filter(name => !own.has(name)).map(name => [name, valueOf(type.field(name), 1)]));
}

function valueOf(type: TypeSchema | null, depth: number): unknown {
  if (type === null) return {};
  if (type.default !== undefined) return type.default;
  const [first] = type.enum;
  if (first !== undefined) return first;
  if (type.type === 'array') return depth < MAX_DEPTH && type.items !== null ? [valueOf(type.items, depth + 1)] : [];
  if (type.type === 'string') return '';
  if (type.type === 'boolean') return false;
  if (type.type === 'integer' || type.type === 'number' || type.type === 'int-or-string') return 0;
  if (depth >= MAX_DEPTH) return {};
  return Object.fromEntries(type.required.map(name => [name, valueOf(type.field(name), depth + 1)]));
}
