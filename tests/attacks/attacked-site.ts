import { afterAll, beforeAll } from 'vitest';
import { type Attacked, startAttacked } from './attacked-server.ts';
import { DecodingApiServer } from './decoding-api-server.ts';

/** An API server and the Lanthorn before it, there while the tests of a file run. */
export interface AttackedSite {
  readonly api: DecodingApiServer;
  attacked: Attacked;
}

/** To be called once, at the top of a file. */
export function attackedSite(): AttackedSite {
  const site = { api: new DecodingApiServer() } as AttackedSite;
  beforeAll(async () => {
    site.attacked = await startAttacked(await site.api.listen());
  });
  afterAll(async () => {
    await site.attacked.close();
    await site.api.close();
  });
  return site;
}
