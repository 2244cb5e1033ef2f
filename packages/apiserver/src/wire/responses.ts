import type { JsonObject } from '@lanthorn/base/json.ts';
import type { ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

/** Made when it is read: whoever takes the value needs no text. */
async function* written(value: JsonObject): AsyncIterable<string> {
  yield `${writeJson(value)}\n`;
}

export function jsonResponse(status: number, value: JsonObject, warnings: readonly string[] = []): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: written(value), value, warnings };
}

export function textResponse(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: once(body), warnings: [] };
}

export function statusResponse(status: Status, warnings: readonly string[] = []): ApiResponse {
  return jsonResponse(status.code ?? 500, status as unknown as JsonObject, warnings);
}
