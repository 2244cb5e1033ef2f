import { asArray, asObject, asString, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { type FieldError, invalidValue, required } from '../../wire/api-error.ts';
import { below, fails, isGiven, type TypeRules } from './type-rule.ts';

// Rules and texts: k8s.io/kubernetes/pkg/apis/resource/validation/validation.go.

const RESOURCE = 'io.k8s.api.resource.v1.';

const listOf = (members: readonly string[], by: string) => members.map(name => `\`${name}\``).join(by);

/** Exactly one of them; a value that is too many is not shown. */
function exactlyOne(members: readonly string[], by: string) {
  return (object: JsonObject, at: string): FieldError[] => {
    const given = members.filter(name => isGiven(object[name]) && object[name] !== false);
    const why = `exactly one of ${listOf(members, by)} is required`;
    if (given.length === 0) return [required(at, why)];
    const shown = by === ', ' ? `{${listOf(given, ', ')}}` : null;
    return fails(given.length > 1, () => invalidValue(at, shown, `${why}, but multiple fields are set`));
  };
}

function unique(list: unknown, at: string, shownOf: (item: JsonObject) => string): FieldError[] {
  const seen = new Set<string>();
  return asArray(list)
    .map(asObject)
    .flatMap((item, i) => {
      const name = asString(item['name']);
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [
        { field: `${at}[${i}]`, reason: 'FieldValueDuplicate', message: `Duplicate value: ${shownOf(item)}` } as const,
      ];
    });
}

/** What a claim says of its requests names them, or one of the choices below one. */
function requestNames({ requests, constraints, config }: JsonObject, at: string): FieldError[] {
  const known = new Set(
    asArray(requests)
      .map(asObject)
      .flatMap(({ name, firstAvailable }) => [
        asString(name),
        ...asArray(firstAvailable).map(choice => `${asString(name)}/${asString(asObject(choice)['name'])}`),
      ]),
  );
  const why = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  const of = (list: unknown, name: string) =>
    asArray(list).flatMap((entry, i) =>
      asArray(asObject(entry)['requests']).flatMap((request, j) =>
        fails(!known.has(asString(request)), () =>
          invalidValue(`${below(at, name)}[${i}].requests[${j}]`, asString(request), why),
        ),
      ),
    );
  return [...of(constraints, 'constraints'), ...of(config, 'config')];
}

/** Of all devices none are counted. */
function countOf({ allocationMode, count }: JsonObject, at: string): FieldError[] {
  return fails(allocationMode === 'All' && isGiven(count) && count !== 0, () =>
    invalidValue(below(at, 'count'), count, "must not be specified when allocationMode is 'All'"),
  );
}

const place = exactlyOne(['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'], ', ');

export const DEVICE_TYPE_RULES: TypeRules = {
  [`${RESOURCE}DeviceClaim`]: (claim, at) => [
    ...requestNames(claim, at),
    ...unique(claim['requests'], below(at, 'requests'), writeJson),
  ],
  [`${RESOURCE}DeviceRequest`]: (request, at) => [
    ...exactlyOne(['exactly', 'firstAvailable'], ' or ')(request, at),
    ...unique(request['firstAvailable'], below(at, 'firstAvailable'), writeJson),
  ],
  [`${RESOURCE}DeviceConstraint`]: ({ matchAttribute, distinctAttribute }, at) =>
    fails(isGiven(matchAttribute) === isGiven(distinctAttribute), () => {
      const names = '"matchAttribute" or "distinctAttribute"';
      return required(at, `exactly one of ${names} is required, but multiple fields are set`);
    }),
  [`${RESOURCE}ExactDeviceRequest`]: countOf,
  [`${RESOURCE}DeviceSubRequest`]: countOf,
  [`${RESOURCE}DeviceToleration`]: ({ operator, value }, at) =>
    fails(operator === 'Exists' && isGiven(value), () =>
      invalidValue(below(at, 'value'), value, 'must be empty for operator `Exists`'),
    ),
  [`${RESOURCE}ResourceSliceSpec`]: (spec, at) => [
    ...unique(spec['devices'], below(at, 'devices'), ({ name }) => writeJson(name)),
    ...place(spec, at),
  ],
};
