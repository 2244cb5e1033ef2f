/** `v2` before `v1` before `v2beta1` before `v1alpha1` (apimachinery/pkg/version, CompareKubeAwareVersionStrings). */
export function compareVersions(a: string, b: string): number {
  const rank = (text: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text);
    if (match === null) return [-1, 0, 0];
    const [, major = '0', stage, minor = '0'] = match;
    return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
  };
  const left = rank(a);
  const right = rank(b);
  const differing = left.findIndex((part, i) => part !== right[i]);
  return differing < 0 ? 0 : (right[differing] ?? 0) - (left[differing] ?? 0);
}
