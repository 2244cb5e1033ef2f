import type { CancelSignal } from '@lanthorn/base/clock.ts';
import { asObject } from '@lanthorn/base/json.ts';
import { withoutDepth } from '@lanthorn/base/json-depth.ts';
import {
  type ApiRequest,
  type ApiResponse,
  type ApiSource,
  isLongRunning,
  readBody,
} from '@lanthorn/kube/api/api-request.ts';
import { maskSecret, secretsAt } from '@lanthorn/kube/objects/secret-values.ts';
import { ItemSplitter } from '@lanthorn/watch/item-splitter.ts';
import { LineSplitter } from '@lanthorn/watch/line-splitter.ts';

/**
 * A cluster whose Secrets have no values: they are taken out of every answer before anybody reads it, so that they are in no frame, record,
 * preview or log. Nothing behind this source can let out what it never had.
 */
export class MaskedSource implements ApiSource {
  readonly #inner: ApiSource;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(request: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const response = await this.#inner.send(request, signal);
    const asked = secretsAt(request.path);
    if (asked === null) return response;
    const { value: _unmasked, ...rest } = response;
    return { ...rest, body: maskedBody(request, response, asked) };
  }
}

function maskedBody(
  request: ApiRequest,
  response: ApiResponse,
  asked: 'one' | 'all' | 'events',
): AsyncIterable<string> {
  const { status, body } = response;
  if (status === 200 && (asked === 'events' || isLongRunning(request))) return maskedEvents(body);
  const isList = request.method === 'GET' && asked === 'all';
  return status === 200 && isList && !isTable(request) ? maskedList(body) : maskedWhole(response);
}

/** A table's rows are no items; it is small enough to be read as a whole. */
function isTable({ headers }: ApiRequest): boolean {
  return headers?.['accept']?.includes('as=Table') === true;
}

async function* maskedEvents(body: AsyncIterable<string>): AsyncIterable<string> {
  const splitter = new LineSplitter();
  for await (const chunk of body)
    for (const line of splitter.push(chunk)) {
      const event = asObject(JSON.parse(withoutDepth(line)));
      yield `${JSON.stringify(event['type'] === 'ERROR' ? event : { ...event, object: maskSecret(event['object']) })}\n`;
    }
}

/** Item by item: a page of large Secrets is never held as a whole. */
async function* maskedList(body: AsyncIterable<string>): AsyncIterable<string> {
  const splitter = new ItemSplitter();
  let head: Record<string, unknown> | null = null;
  for await (const chunk of body) {
    let text = '';
    for (const item of splitter.push(chunk)) {
      text += head === null ? listStart((head = asObject(splitter.head()))) : ',';
      text += JSON.stringify(maskSecret(item));
    }
    if (text !== '') yield text;
  }
  // Without items it may be no list.
  const envelope = asObject(maskSecret(JSON.parse(splitter.end())));
  if (head === null) {
    yield JSON.stringify(envelope);
    return;
  }
  const known = head;
  const rest = Object.entries(envelope).filter(([key]) => !(key in known));
  yield `]${rest.map(([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`).join('')}}`;
}

/** What stands before the first item: all that the server said until then, and `items` last. */
function listStart(head: Record<string, unknown>): string {
  const { items: _items, ...fields } = head;
  const text = JSON.stringify(fields).slice(0, -1);
  return `${text}${text === '{' ? '' : ','}"items":[`;
}

/** A refusal is a Status, and no part of it is masked. */
async function* maskedWhole(response: ApiResponse): AsyncIterable<string> {
  const text = await readBody(response);
  const value = parsed(text);
  yield value === undefined ? text : JSON.stringify(maskSecret(value));
}

/** Undefined where it is no JSON, as the words of a proxy are not. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
