import type { FastifyInstance } from 'fastify';
import { parseJson, writeJson } from '@lanthorn/base/json-text.ts';

/** Objects come and go with every digit of their numbers. What Fastify refuses in a body is refused as before. */
export function addExactJson(app: FastifyInstance): void {
  const check = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    void check(request, text, error => (error === null ? done(null, parseJson(text)) : done(error)));
  });
  app.setReplySerializer(payload => writeJson(payload));
}
