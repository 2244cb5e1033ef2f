import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { MAX_JSON_DEPTH } from '@lanthorn/base/json-depth.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { ReleaseStorage } from '@lanthorn/kube/helm/release-names.ts';
import type { ReleaseParts } from '@lanthorn/kube/helm/release.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { messageOf } from '../upstream/api-calls.ts';
import { jsonMembers, TooDeep } from './json-members.ts';

const MIB = 1024 * 1024;
/**
 * A Secret has a megabyte at most, of which base64 takes a quarter, twice; the largest charts shrink to a tenth. What unpacks to more is no
 * chart but a bomb, and the unpacking of it stops there.
 */
export const MAX_RELEASE_BYTES = 16 * MIB;
/** As much as any object of a cluster may have, and more than a Secret. */
const MAX_STORED_CHARS = 4 * MIB;
/** How a text that Helm packed begins; what it stored before it packed does not. */
const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

const unpack = promisify(gunzip);

export type Decoded = { readonly parts: ReleaseParts; readonly problem: null } | { readonly problem: Problem };

/** Of a head no more is read than a list tells. */
export type Extent = 'head' | 'whole';

/**
 * The release in an object: base64 of gzip of JSON, in a Secret once more in base64, as all that Secrets hold. Unpacked off the event loop
 * and never beyond the bound; templates and files of the chart are passed over unread. Never rejects.
 */
export async function decodeRelease(object: unknown, storage: ReleaseStorage, extent: Extent): Promise<Decoded> {
  const stored = asString(getPath(object, 'data', 'release'));
  if (stored === '') return { problem: problem('noRelease', {}) };
  const tooLarge = { problem: problem('releaseTooLarge', { most: MAX_RELEASE_BYTES / MIB }) };
  if (stored.length > MAX_STORED_CHARS) return tooLarge;
  const text = storage === 'secrets' ? Buffer.from(stored, 'base64').toString('latin1') : stored;
  const packed = Buffer.from(text, 'base64');
  try {
    const isPacked = packed.subarray(0, GZIP.length).equals(GZIP);
    const json = isPacked ? await unpack(packed, { maxOutputLength: MAX_RELEASE_BYTES }) : packed;
    return { parts: partsOf(json.toString('utf8'), extent), problem: null };
  } catch (error) {
    if (error instanceof RangeError) return tooLarge;
    if (error instanceof TooDeep) return { problem: problem('releaseTooDeep', { most: MAX_JSON_DEPTH }) };
    return { problem: problem('releaseUnreadable', { detail: messageOf(error) }) };
  }
}

function partsOf(json: string, extent: Extent): ReleaseParts {
  const members = jsonMembers(json);
  const chart = members.get('chart');
  const ofChart = chart === undefined || !chart.startsWith('{') ? new Map<string, string>() : jsonMembers(chart);
  const read = (text: string | undefined) => (text === undefined ? undefined : parseJson(text));
  const head = { info: read(members.get('info')), metadata: read(ofChart.get('metadata')) };
  if (extent === 'head') return head;
  return {
    ...head,
    name: read(members.get('name')),
    namespace: read(members.get('namespace')),
    version: read(members.get('version')),
    values: read(ofChart.get('values')),
    config: read(members.get('config')),
    manifest: read(members.get('manifest')),
    hooks: read(members.get('hooks')),
  };
}
