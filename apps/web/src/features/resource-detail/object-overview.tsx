import { lazy, Suspense } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import { Sheet } from '../../ui/screen/sheet.tsx';
import { Annotations } from './sections/annotations.tsx';
import { Conditions } from './sections/conditions.tsx';
import { Facts } from './sections/facts.tsx';
import { Labels } from './sections/labels.tsx';
import { OwnChanges } from './sections/own-changes.tsx';
import type { SectionProps } from './sections/section-props.ts';
import { WatchedKinds } from './namespace/watched-kinds.tsx';
import { runsPods } from './related/runs-pods.ts';
import { SECTION_TYPES } from './section-types.ts';
import { Verdict } from './verdict.tsx';

const RelatedAside = lazy(async () => ({ default: (await import('./related/related-aside.tsx')).RelatedAside }));

/** "Is it well, and if not, why" first, then what the kind's record asks for; facts beside them, or below where there is no room. */
export function ObjectOverview(props: SectionProps) {
  const { subject, object } = props;
  const sections = subject.view.sections ?? [];
  const facts = (
    <>
      <Facts subject={subject} object={object} />
      {runsPods(subject.view) ? (
        <Suspense fallback={null}>
          <RelatedAside subject={subject} object={object} />
        </Suspense>
      ) : null}
      <Labels subject={subject} object={object} />
      <Annotations object={object} />
      <OwnChanges object={object} />
    </>
  );
  const sheet = (
    <Sheet side={facts}>
      <Verdict {...props} />
      {sections.map(name => {
        const Type = must(SECTION_TYPES[name], `the page knows the section ${name}`);
        return (
          <Suspense key={name} fallback={null}>
            <Type {...props} />
          </Suspense>
        );
      })}
      {sections.includes('conditions') ? null : <Conditions object={object} />}
    </Sheet>
  );
  if (subject.view.isContainer !== true) return sheet;
  return (
    <WatchedKinds cluster={subject.cluster} namespace={subject.name}>
      {sheet}
    </WatchedKinds>
  );
}
