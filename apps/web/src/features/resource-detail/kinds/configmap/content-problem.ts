import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { splitDocuments } from '@lanthorn/kube/objects/manifests.ts';

/** Longer texts are not read while one types. */
const MAX_READ = 200_000;

/** What is wrong with a text by the ending of its key, in the reader's words; null where nothing is, or nothing is known of such an ending. */
export function contentProblem(key: string, text: string): string | null {
  if (text.length > MAX_READ) return null;
  if (/\.json$/i.test(key)) return jsonProblem(text);
  if (!/\.ya?ml$/i.test(key)) return null;
  for (const document of splitDocuments(text)) {
    const [error] = parseKubernetesYaml(document.text).errors;
    if (error !== undefined) return error.message.split('\n')[0] ?? error.message;
  }
  return null;
}

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
