import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { podReferences } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { selectorText, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const POD_TEMPLATE_VIEW: KindView = {
  ...kindEntry('podtemplates'),
  references: podReferences('.template.spec'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    textOf({ id: 'containers', width: 200 }, pod =>
      joined(containersOf(pod).map(entry => asString(getPath(entry, 'name')))),
    ),
    textOf({ id: 'images', width: 300 }, pod =>
      joined(containersOf(pod).map(entry => asString(getPath(entry, 'image')))),
    ),
    textOf({ id: 'podLabels', width: 260 }, pod =>
      selectorText({ matchLabels: getPath(pod, 'template', 'metadata', 'labels') }),
    ),
    AGE,
  ],
};

function containersOf(podTemplate: unknown): readonly unknown[] {
  return asArray(getPath(podTemplate, 'template', 'spec', 'containers'));
}
