import {
  asArray,
  asNumber,
  asObject,
  asString,
  deepEqual,
  getPath,
  isObject,
  type JsonObject,
} from '@lanthorn/base/json.ts';
import { bytesOfBase64 } from '@lanthorn/base/base64.ts';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';
import { type Random, randomUuid } from '@lanthorn/base/random.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { textOfUtf8 } from '@lanthorn/base/utf8.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { POLICY_VARIABLES } from '../kinds/admission-policy-strategies.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { compileCel } from '../schema/cel.ts';
import { type Storage, storageKey } from '../storage/storage.ts';
import { ApiError, forbiddenObject, internalError } from '../wire/api-error.ts';
import {
  type AdmissionAttributes,
  celNames,
  hasOwnType,
  kindOf,
  matchesRule,
  matchesSelectors,
  shownAs,
  shownUser,
} from './admission-write.ts';
import type { Questions, WebhookAnswer } from './questions.ts';
import { refusalOf } from './refusal-words.ts';

const GROUP = 'admissionregistration.k8s.io';
const MUTATING = `mutatingwebhookconfigurations.v1.${GROUP}`;
const VALIDATING = `validatingwebhookconfigurations.v1.${GROUP}`;
const DEFAULT_TIMEOUT_S = 10;

interface Hook {
  /** The kind and the name of its configuration, and its own. */
  readonly path: readonly string[];
  readonly name: string;
  readonly spec: JsonObject;
}

interface Webhooked {
  readonly object: KubeObject | null;
  readonly warnings: readonly string[];
}

/** What a webhook answers a review with. */
type Response = JsonObject | null;

/** Asks the webhooks of a cluster about a write (k8s.io/apiserver/pkg/admission/plugin/webhook). */
export class Webhooks {
  readonly #storage: Storage;
  readonly #registry: ResourceRegistry;
  readonly #random: Random;

  constructor({ storage, registry, random }: { storage: Storage; registry: ResourceRegistry; random: Random }) {
    this.#storage = storage;
    this.#registry = registry;
    this.#random = random;
  }

  /** The object as the webhooks would have it, one after the other; those that ask for it are asked again when it changed after them. */
  mutate(attributes: AdmissionAttributes, questions: Questions): Webhooked {
    const warnings: string[] = [];
    const again = new Set<Hook>();
    const asked: Hook[] = [];
    let { object } = attributes;
    const ask = (hook: Hook) => {
      const changed = this.#mutated(hook, { ...attributes, object }, { questions, warnings });
      if (changed === null || deepEqual(changed, object)) return;
      object = changed;
      for (const before of asked) if (before.spec['reinvocationPolicy'] === 'IfNeeded') again.add(before);
    };
    for (const hook of this.#hooks(MUTATING, attributes)) {
      ask(hook);
      asked.push(hook);
    }
    for (const hook of again) ask(hook);
    return { object, warnings };
  }

  /** Throws where one denies; returns the warnings. */
  validate(attributes: AdmissionAttributes, questions: Questions): string[] {
    const warnings: string[] = [];
    for (const hook of this.#hooks(VALIDATING, attributes)) {
      const seen = this.#seenAs(hook, attributes);
      if (seen !== null) this.#ask(hook, { attributes, seen, mutates: false }, { questions, warnings });
    }
    return warnings;
  }

  /** By the names of their configurations. What admission itself is made of nobody can forbid. */
  #hooks(key: string, { info }: AdmissionAttributes): Hook[] {
    if (this.#storage.count(key) === 0 || info.group === GROUP) return [];
    const found: Hook[] = [];
    this.#storage.scan(key, { prefix: '', start: '' }, (of, configuration) => {
      for (const spec of asArray(configuration['webhooks']).map(asObject)) {
        const name = asString(spec['name']);
        found.push({ path: [key, of, name], name, spec });
      }
      return true;
    });
    return found;
  }

  /** The version of the kind that a webhook asks for, which may be another than that of the write; null where it does not ask for it. */
  #seenAs({ spec }: Hook, attributes: AdmissionAttributes): ServedResource | null {
    const { info } = attributes;
    const equivalent =
      spec['matchPolicy'] === 'Exact'
        ? []
        : this.#registry.all().filter(other => other.storageKey === info.storageKey && other !== info);
    const rules = asArray(spec['rules']).map(asObject);
    const seen = [info, ...equivalent].find(other => rules.some(rule => matchesRule(rule, attributes, other)));
    if (seen === undefined || !matchesSelectors(spec, attributes, this.#storage)) return null;
    const names = celNames({ ...attributes, info: seen }, this.#storage);
    const errors: string[] = [];
    for (const condition of asArray(spec['matchConditions']).map(asObject)) {
      const expression = asString(condition['expression']);
      const compiled = compileCel(expression, POLICY_VARIABLES);
      const result = compiled.ok ? compiled.program.evaluate(names) : compiled;
      if (!result.ok) errors.push(`expression '${expression}' resulted in error: ${result.error}`);
      else if (result.value !== true) return null;
    }
    if (errors.length === 0) return seen;
    if (spec['failurePolicy'] === 'Ignore') return null;
    throw forbiddenObject(
      { ...info, name: attributes.name },
      errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`,
    );
  }

  #mutated(hook: Hook, attributes: AdmissionAttributes, told: Told): KubeObject | null {
    const seen = this.#seenAs(hook, attributes);
    const response = seen === null ? null : this.#ask(hook, { attributes, seen, mutates: true }, told);
    const patch = asString(response?.['patch']);
    const { object } = attributes;
    if (seen === null || patch === '') return object;
    const operations = operationsOf(patch);
    if (typeof operations === 'string') {
      if (hook.spec['failurePolicy'] === 'Ignore') return object;
      throw failed(hook.name, `received undecodable patch in webhook response: ${operations}`);
    }
    if (object === null) {
      const why = 'attempted to modify the object, which is not supported for this operation';
      throw internalError(`Internal error occurred: admission webhook "${hook.name}" ${why}`);
    }
    const result = isJsonPatch(operations) ? applyJsonPatch(shownAs(seen, object), operations) : null;
    if (result === null || !result.ok) throw internalError(`the patch of the webhook "${hook.name}" does not apply`);
    if (hasOwnType(object)) return { ...asObject(result.value), metadata: asObject(getPath(result.value, 'metadata')) };
    const { value } = seen.decode(asObject(result.value), { fieldValidation: 'Ignore' });
    const { kind: _kind, apiVersion: _apiVersion, ...fields } = value;
    return seen.toStored({ ...fields, metadata: asObject(value['metadata']) });
  }

  /** The response, or null where there is none and none is needed; throws where it is no. */
  #ask(hook: Hook, about: About, { questions, warnings }: Told): Response {
    const { service, url } = asObject(hook.spec['clientConfig']);
    const place = asObject(service);
    const ownUrl = asString(url);
    const seconds = asNumber(hook.spec['timeoutSeconds']) ?? DEFAULT_TIMEOUT_S;
    const host = `${asString(place['name'])}.${asString(place['namespace'])}.svc`;
    const base = ownUrl === '' ? `https://${host}:${asNumber(place['port']) ?? 443}${asString(place['path'])}` : ownUrl;
    const target = `${base}${base.includes('?') ? '&' : '?'}timeout=${seconds}s`;
    const request = reviewOf(about);
    const apiVersion = `admission.k8s.io/${versionOf(hook)}`;
    const said =
      ownUrl === ''
        ? this.#ofService(place)
        : questions.ask(writeJson([...hook.path, request]), () => {
            const uid = randomUuid(this.#random);
            const body = writeJson({ kind: REVIEW, apiVersion, request: { uid, ...request } });
            return { uid, url: target, caBundle: pemOf(hook), timeoutMs: seconds * 1000, body };
          });
    if (said === null) return null;
    const response = responseOf(said, { target, mutates: about.mutates, apiVersion });
    if (typeof response === 'string') {
      if (hook.spec['failurePolicy'] === 'Ignore') return null;
      throw failed(hook.name, response);
    }
    warnings.push(...asArray(response['warnings']).map(asString));
    if (response['allowed'] !== true) throw denied(hook.name, asObject(response['status']));
    return response;
  }

  /** Behind a service are simulated pods, which have nothing against anything. */
  #ofService({ namespace, name }: JsonObject): Said | null {
    const found = this.#storage.get('services.v1.', storageKey(asString(namespace), asString(name)));
    return found === undefined
      ? { call: { uid: '' }, answer: { error: `service "${asString(name)}" not found` } }
      : null;
  }
}

interface About {
  readonly attributes: AdmissionAttributes;
  readonly seen: ServedResource;
  /** Whether the answer may have a patch. */
  readonly mutates: boolean;
}

/** What it said to which review. */
interface Said {
  readonly call: { readonly uid: string };
  readonly answer: WebhookAnswer;
}

interface Told {
  readonly questions: Questions;
  readonly warnings: string[];
}

const REVIEW = 'AdmissionReview';
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

/** In which it is asked: the first of those it speaks that is known here. */
function versionOf({ spec }: Hook): string {
  const spoken = asArray(spec['admissionReviewVersions']).map(asString);
  return spoken.find(version => REVIEW_VERSIONS.includes(version)) ?? 'v1';
}
const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions', CONNECT: '' } as const;

/** The request of a review (k8s.io/api/admission/v1), without its uid. */
function reviewOf({ attributes, seen }: About): JsonObject {
  const { info, subresource, operation, namespace, name, object, oldObject, user, dryRun, options } = attributes;
  const shown = (value: KubeObject | null) => (value === null ? null : shownAs(seen, value));
  const named = (as: ServedResource) => ({
    kind: kindOf(as, object),
    resource: { group: as.group, version: as.version, resource: as.resource },
  });
  const { kind, resource } = named(info);
  const part = subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource };
  return {
    ...named(seen),
    ...part,
    requestKind: kind,
    requestResource: resource,
    name,
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: shownUser(user),
    object: shown(object),
    oldObject: shown(oldObject),
    dryRun,
    options: OPTIONS[operation] === '' ? null : { kind: OPTIONS[operation], apiVersion: 'meta.k8s.io/v1', ...options },
  };
}

/** PEM is written in ASCII; what is no text in it is passed over there. */
function pemOf({ spec }: Hook): string {
  const bytes = bytesOfBase64(asString(getPath(spec, 'clientConfig', 'caBundle')));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** What was answered, or why that is no answer (VerifyAdmissionResponse in k8s.io/apiserver/pkg/admission/plugin/webhook/request). */
function responseOf(
  { call, answer }: Said,
  { target, ...review }: { target: string; mutates: boolean; apiVersion: string },
): JsonObject | string {
  if ('error' in answer) return `failed to call webhook: Post "${target}": ${answer.error}`;
  if (answer.status < 200 || answer.status > 299) return `failed to call webhook: ${refusalOf(answer)}`;
  const read = parsed(answer.body);
  if (!read.ok) return `failed to call webhook: ${read.error}`;
  const problem = problemOf(asObject(read.value), { ...review, uid: call.uid });
  if (problem !== '') return `received invalid webhook response: ${problem}`;
  return asObject(getPath(read.value, 'response'));
}

function problemOf(
  { kind, apiVersion, response }: JsonObject,
  { uid, mutates, apiVersion: asked }: { uid: string; mutates: boolean; apiVersion: string },
): string {
  if (!isObject(response)) return 'webhook response was absent';
  // Of the older version nothing more is asked.
  if (asked.endsWith('/v1beta1')) return '';
  const given = asString(response['uid']);
  if (given !== uid) return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(given)}`;
  const named = (version: unknown, of: unknown) => `${asString(version) || '/'}, Kind=${asString(of)}`;
  if (kind !== REVIEW || apiVersion !== asked)
    return `expected webhook response of ${named(asked, REVIEW)}, got ${named(apiVersion, kind)}`;
  const hasPatch = asString(response['patch']) !== '';
  const type = response['patchType'] ?? null;
  if (!mutates && (hasPatch || type !== null))
    return `validating webhook may not return response.${hasPatch ? 'patch' : 'patchType'}`;
  if (hasPatch && type === null) return 'webhook returned response.patch but not response.patchType';
  if (!hasPatch && type !== null) return 'webhook returned response.patchType but not response.patch';
  return '';
}

/** The operations of a patch in base64, or why there are none. */
function operationsOf(patch: string): readonly unknown[] | string {
  let text = '';
  try {
    text = textOfUtf8(bytesOfBase64(patch));
  } catch (error) {
    if (error instanceof URIError) return error.message;
    throw error;
  }
  const read = parsed(text);
  if (!read.ok) return read.error;
  return Array.isArray(read.value) ? read.value : 'json: cannot unmarshal into Go value of type jsonpatch.Patch';
}

function parsed(text: string): Result<unknown, string> {
  try {
    return ok(parseJson(text));
  } catch (error) {
    if (error instanceof SyntaxError) return err(error.message);
    throw error;
  }
}

function failed(name: string, why: string): ApiError {
  const message = `failed calling webhook "${name}": ${why}`;
  return new ApiError(500, {
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
  });
}

/** In its own words, by whom (k8s.io/apiserver/pkg/admission/plugin/webhook/errors). */
function denied(name: string, { message, reason, code, ...status }: JsonObject): ApiError {
  const by = `admission webhook "${name}" denied the request`;
  const why = asString(message) || asString(reason);
  const number = asNumber(code) ?? 0;
  return new ApiError(number < 400 ? 400 : number, {
    ...status,
    ...(reason === undefined ? {} : { reason: asString(reason) }),
    status: 'Failure',
    message: why === '' ? `${by} without explanation` : `${by}: ${why}`,
  });
}
