import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';

/** What a part of a release's page is told: the release as it is now, and which of its revisions is looked at. */
export interface ReleaseTabProps {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly revision: number;
}
