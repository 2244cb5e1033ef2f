import { isObject } from '@lanthorn/base/json.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest, ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import { parseKubernetesYaml, yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { badRequest } from './api-error.ts';
import { acceptedTypes } from './media-types.ts';

const YAML = 'application/yaml';

/** The answer in the encoding that was asked for first; behind this place everything is JSON. */
export function encoded(answer: ApiResponse, { headers, query }: ApiRequest): ApiResponse {
  const isStream = query?.['watch'] !== undefined && answer.status === 200;
  if (answer.headers['content-type'] !== 'application/json' || isStream) return answer;
  if (acceptedTypes(headers?.['accept'])[0]?.encoding !== 'yaml') return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': YAML },
    body: asYaml(answer.body),
  };
}

/** The request with a body in YAML as the JSON it stands for. */
export function decoded(request: ApiRequest): ApiRequest {
  const { headers = {}, body } = request;
  if (body === undefined || body === '' || headers['content-type']?.split(';')[0]?.trim() !== YAML) return request;
  const document = parseKubernetesYaml(body);
  const [error] = document.errors;
  if (error !== undefined) throw badRequest(`error converting YAML to JSON: yaml: ${error.message}`);
  const value: unknown = document.toJS();
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body: writeJson(value) };
}

async function* asYaml(body: AsyncIterable<string>): AsyncIterable<string> {
  let text = '';
  for await (const chunk of body) text += chunk;
  yield yamlText(inOrder(parseJson(text)));
}

/** Go writes the fields of YAML by the alphabet. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const fields = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(field => [field, inOrder(value[field])]));
}
