import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const INGRESS_CLASS_VIEW: KindView = {
  ...kindEntry('ingressclasses.networking.k8s.io'),
  references: [{ meaning: 'uses', to: [], at: '.spec.parameters', isOpen: true, isAcross: true }],
  sections: ['usedBy'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    textAt({ id: 'controller', width: 240, isFacet: true }, 'spec', 'controller'),
    {
      id: 'default',
      type: 'boolean',
      width: 80,
      isFacet: true,
      read: object =>
        getPath(object, 'metadata', 'annotations', 'ingressclass.kubernetes.io/is-default-class') === 'true',
    },
    textOf({ id: 'parameters', width: 240 }, object => {
      const [kind, group, name] = ['kind', 'apiGroup', 'name'].map(key =>
        asString(getPath(object, 'spec', 'parameters', key)),
      );
      return joined([joined([kind ?? '', group ?? ''], '.') ?? '', name ?? ''], '/');
    }),
    AGE,
  ],
};
