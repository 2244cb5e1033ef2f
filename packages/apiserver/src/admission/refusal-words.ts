import { asString, isObject } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';

// What client-go says of an answer that is none (NewGenericServerResponse of k8s.io/apimachinery/pkg/api/errors).

const WORDS: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};
/** Of these the server's own words are all there is. */
const OWN = [403, 406, 415];
const FAULTS = 500;

/** Why a server with another status than that of success did not do what it was asked. */
export function refusalOf({ status, body }: { readonly status: number; readonly body: string }): string {
  const read = readOf(body);
  if (isObject(read)) {
    const { kind, message } = read;
    if (kind === 'Status' && asString(message) !== '') return asString(message);
  }
  const said = read === undefined ? body.trim() : 'unknown';
  const known = WORDS[status];
  if (known !== undefined) return known;
  if (OWN.includes(status)) return said;
  return status >= FAULTS
    ? `an error on the server (${JSON.stringify(said)}) has prevented the request from succeeding`
    : `the server responded with the status code ${status} but did not return more information`;
}

/** Undefined where it is no JSON. */
function readOf(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
