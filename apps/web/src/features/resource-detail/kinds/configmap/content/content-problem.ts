import { isObject } from '@lanthorn/base/json.ts';
import { parseKubernetesYaml } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { splitDocuments } from '@lanthorn/kube/objects/manifests.ts';
import { pemProblem } from './pem-problem.ts';
import { tomlProblem } from './toml-problem.ts';

/** Longer texts are not read while one types. */
const MAX_READ = 200_000;

/** A sentence of the catalogue. */
interface ContentProblem {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What keys of some names hold, whoever reads them. */
const CONTENTS: readonly { readonly name: RegExp; readonly problemOf: (text: string) => ContentProblem | null }[] = [
  { name: /\.json$/i, problemOf: text => jsonOf(text).problem },
  { name: /\.ya?ml$/i, problemOf: yamlProblem },
  { name: /\.toml$/i, problemOf: text => inLine('dataKeys.badToml', tomlProblem(text)) },
  { name: /\.crt$|^ca-bundle\.pem$/i, problemOf: text => ofPem(text, { kind: 'certificate', name: /CERTIFICATE$/ }) },
  { name: /^tls\.key$/, problemOf: text => ofPem(text, { kind: 'key', name: /PRIVATE KEY$/ }) },
  { name: /^\.dockerconfigjson$/, problemOf: dockerConfigProblem },
];

/** What is wrong with a text by the name of its key; null where nothing is, or nothing is known of such a name. */
export function contentProblem(key: string, text: string): ContentProblem | null {
  if (text.length > MAX_READ) return null;
  return CONTENTS.find(({ name }) => name.test(key))?.problemOf(text) ?? null;
}

const unreadable = (problem: string): ContentProblem => ({ key: 'dataKeys.content', values: { problem } });

function inLine(key: string, line: number | null): ContentProblem | null {
  return line === null ? null : { key, values: { line } };
}

function yamlProblem(text: string): ContentProblem | null {
  for (const document of splitDocuments(text)) {
    const [error] = parseKubernetesYaml(document.text).errors;
    if (error !== undefined) return unreadable(error.message.split('\n')[0] ?? error.message);
  }
  return null;
}

function jsonOf(text: string): { readonly value: unknown; readonly problem: ContentProblem | null } {
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    if (error instanceof SyntaxError) return { value: null, problem: unreadable(error.message) };
    throw error;
  }
}

function ofPem(
  text: string,
  { kind, name }: { readonly kind: 'certificate' | 'key'; readonly name: RegExp },
): ContentProblem | null {
  const problem = pemProblem(text, name);
  return problem === null ? null : { key: `dataKeys.pem.${kind}.${problem}`, values: {} };
}

/** As kubelets read it: registries by name, each with what it is logged in by. */
function dockerConfigProblem(text: string): ContentProblem | null {
  const { value, problem } = jsonOf(text);
  if (problem !== null) return problem;
  const auths = isObject(value) ? value['auths'] : undefined;
  const isWell = isObject(auths) && Object.values(auths).every(isObject);
  return isWell ? null : { key: 'dataKeys.badDockerConfig', values: {} };
}
