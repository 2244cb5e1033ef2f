import type { JsonObject } from '@lanthorn/base/json.ts';
import type { ApiResponse } from '@lanthorn/kube/api/api-request.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

export function jsonResponse(status: number, body: JsonObject, warnings: readonly string[] = []): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: once(`${writeJson(body)}\n`), warnings };
}

export function textResponse(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: once(body), warnings: [] };
}

export function statusResponse(status: Status, warnings: readonly string[] = []): ApiResponse {
  return jsonResponse(status.code ?? 500, status as unknown as JsonObject, warnings);
}
