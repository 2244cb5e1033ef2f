import { asString } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { containerSpecs } from './pod-containers.ts';

// What a reference to an image may look like (github.com/distribution/reference).

const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\d+)?$/;
const PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Why the image of one of its containers cannot be one's name, in the words of a kubelet. */
export function imageProblem(pod: KubeObject): string | null {
  for (const list of ['initContainers', 'containers'] as const)
    for (const { image } of containerSpecs(pod, list)) {
      const problem = problemOf(asString(image));
      if (problem !== null)
        return `Failed to apply default image tag "${asString(image)}": couldn't parse image name "${asString(image)}": ${problem}`;
    }
  return null;
}

function problemOf(image: string): string | null {
  const [named = '', ...digests] = image.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const path = hasTag ? named.slice(0, colon) : named;
  const isTagged = !hasTag || TAG.test(named.slice(colon + 1));
  const parts = path.split('/');
  const [first = ''] = parts;
  const hasDomain = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const rest = hasDomain ? parts.slice(1) : parts;
  const isWell = (of: readonly string[]) => of.length > 0 && of.every(part => PART.test(part));
  const isWhole = (!hasDomain || DOMAIN.test(first)) && isTagged && digests.every(digest => DIGEST.test(digest));
  if (isWhole && isWell(rest)) return null;
  const isLowerCase = isWhole && isWell(rest.map(part => part.toLowerCase()));
  return isLowerCase ? 'invalid reference format: repository name must be lowercase' : 'invalid reference format';
}
