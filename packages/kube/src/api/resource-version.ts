/**
 * Whether an object is at least as new as another version of it. The one place that compares: of one resource the API promises
 * ordered decimal numbers (KEP-5504, Kubernetes 1.35); servers before kept that too. Text of any other form is only ever equal.
 */
export function isAtLeastVersion(seen: string, wanted: string): boolean {
  if (seen === wanted) return true;
  const isNumber = (text: string) => /^[1-9]\d*$/.test(text);
  if (!isNumber(seen) || !isNumber(wanted)) return false;
  return seen.length === wanted.length ? seen > wanted : seen.length > wanted.length;
}
