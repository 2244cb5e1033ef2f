/** How a body is written. */
export type Encoding = 'json' | 'yaml' | 'protobuf';

export interface AcceptedType {
  readonly encoding: Encoding;
  /** Another shape than the object's own: `Table`, `PartialObjectMetadata`, … */
  readonly as: string | null;
}

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  '*/*': 'json',
  'application/*': 'json',
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
};

/** What of an `Accept` header this server can write, in the client's order. */
export function acceptedTypes(accept = '*/*'): AcceptedType[] {
  return accept.split(',').flatMap(entry => {
    const [type = '', ...parameters] = entry.split(';').map(part => part.trim());
    const encoding = Object.hasOwn(ENCODINGS, type) ? ENCODINGS[type] : undefined;
    const as = parameters.find(parameter => parameter.startsWith('as='))?.slice('as='.length) ?? null;
    return encoding === undefined ? [] : [{ encoding, as }];
  });
}
