import type { FastifyInstance } from 'fastify';
import { MAX_PREFERENCES_BYTES } from '@lanthorn/protocol/constants.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { preferencesChange } from '@lanthorn/protocol/preferences.ts';
import { TooManyPreferences } from '../../services/preference-keeper.ts';
import type { Services } from '../../services/services.ts';

/** Changes what the person prefers; tabs are told by their sockets. */
export function addPreferenceRoutes(app: FastifyInstance, { preferences }: Pick<Services, 'preferences'>): void {
  app.post('/api/preferences', async ({ body }, reply) => {
    const change = preferencesChange.safeParse(body);
    if (!change.success) return reply.code(400).send(problem('malformed', { detail: malformed(change.error) }));
    try {
      return await preferences.change(change.data);
    } catch (error) {
      if (!(error instanceof TooManyPreferences)) throw error;
      return reply.code(409).send(problem('tooManyPreferences', { most: MAX_PREFERENCES_BYTES / 1024 }));
    }
  });
}
