import { parseJson } from '@lanthorn/base/json-text.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';

const SECRETS = { group: '', version: 'v1', resource: 'secrets' };

/** One Secret as it is, or why it could not be read. */
export type ReadSecret =
  | { readonly secret: unknown; readonly status: null }
  | { readonly secret: null; readonly status: Status };

/**
 * The one way to the values of a Secret, for who asks for that very Secret: every other answer passes through `MaskedSource`. Whoever reads it
 * hands on no more than was asked for, and keeps nothing.
 */
export class SecretReader {
  readonly #source: ApiSource;

  constructor(source: ApiSource) {
    this.#source = source;
  }

  async read(namespace: string, name: string): Promise<ReadSecret> {
    const response = await this.#source.send({ method: 'GET', path: resourcePath({ ...SECRETS, namespace, name }) });
    const body = await readBody(response);
    if (response.status !== 200) return { secret: null, status: readStatus(response.status, body) };
    return { secret: parseJson(body), status: null };
  }
}
