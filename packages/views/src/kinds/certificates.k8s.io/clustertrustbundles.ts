import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, BY_NAME } from '../../cells/path-columns.ts';

export const CLUSTER_TRUST_BUNDLE_VIEW: KindView = {
  ...kindEntry('clustertrustbundles.certificates.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 300 },
    textAt({ id: 'signer', width: 260, isFacet: true }, 'spec', 'signerName'),
    {
      id: 'certificates',
      type: 'number',
      width: 100,
      read: bundle => asString(getPath(bundle, 'spec', 'trustBundle')).split('-----BEGIN CERTIFICATE-----').length - 1,
    },
    AGE,
  ],
};
