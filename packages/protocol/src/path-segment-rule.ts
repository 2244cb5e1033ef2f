/**
 * What stands between two slashes of an API path, by the API server's own rule (IsValidPathSegmentName in k8s.io/apimachinery). It decodes
 * a path before it cuts it, so an escaped slash in a name would lead to another object, of another kind.
 */
export const SEGMENT = /^(?!\.\.?$)[^/%\p{Cs}]+$/u;

/** Names and labels have 253 characters at most; keys of two of them fit, too. */
export const MAX_TEXT = 1024;

/** Whether an object or a namespace may be called so at all. */
export function isPathSegment(name: string): boolean {
  return name.length <= MAX_TEXT && SEGMENT.test(name);
}
