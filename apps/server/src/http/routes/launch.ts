import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from '../door/door.ts';
import { arrivalPage, hopPage, refusalPage } from '../door/launch-page.ts';
import type { Logins } from '../door/logins.ts';

export interface LaunchOptions {
  readonly logins: Logins;
  /** The door of the port that is listened on, known when somebody comes. */
  readonly door: () => Door;
  /** Somebody opened an address that was used. */
  readonly onUsed: () => void;
}

/** The one route that needs no session. */
export const LAUNCH_ROUTE = '/launch/:code';
/** No code: asked for to see whether a browser finds our host name. */
const PROBE = 'here';

type Launch = FastifyRequest<{ Params: { code: string }; Querystring: { here?: string } }>;

/** How somebody comes in: by a code that works once, to a session at a host name of our own. */
export function addLaunchRoute(app: FastifyInstance, options: LaunchOptions): void {
  app.get(LAUNCH_ROUTE, async (request: Launch, reply) => launch(request, reply, options));
}

function launch(request: Launch, reply: FastifyReply, { logins, door, onUsed }: LaunchOptions): FastifyReply {
  const { code } = request.params;
  const language = request.headers['accept-language'];
  if (code === PROBE) return reply.code(204).header('cross-origin-resource-policy', 'cross-origin').send();
  // A browser that only guesses where a person may go next must not use it up.
  if (request.headers['sec-purpose'] !== undefined) return reply.code(503).send();
  reply.type('text/html; charset=utf-8');
  if (door().sessionOf(request.headers) !== null) return reply.send(arrivalPage(language));
  const isHere = door().isOwnName(request.headers) || request.query.here !== undefined;
  const result = isHere ? logins.redeem(code) : logins.exchange(code);
  if ('refused' in result) {
    if (result.refused === 'used') onUsed();
    return reply.code(401).send(refusalPage(language, result.refused));
  }
  if (isHere)
    return reply
      .header('set-cookie', `${door().cookieName}=${result.token}; HttpOnly; SameSite=Strict; Path=/`)
      .send(arrivalPage(language));
  const nonce = randomBytes(16).toString('base64');
  const { ownOrigin } = door();
  return reply
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'nonce-${nonce}'; connect-src ${ownOrigin}; base-uri 'none'; frame-ancestors 'none'`,
    )
    .send(hopPage({ language, nonce, origin: ownOrigin, code: result.token }));
}
