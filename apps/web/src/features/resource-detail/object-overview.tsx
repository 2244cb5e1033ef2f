import { Suspense } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import { Annotations } from './sections/annotations.tsx';
import { Conditions } from './sections/conditions.tsx';
import { Facts } from './sections/facts.tsx';
import { Labels } from './sections/labels.tsx';
import { SECTION_TYPES } from './section-types.ts';
import type { SectionProps } from './sections/section-props.ts';
import { Verdict } from './verdict.tsx';
import styles from './object-overview.module.css';

/** "Is it well, and if not, why" first, then what the kind's record asks for; facts beside them, or below where there is no room. */
export function ObjectOverview(props: SectionProps) {
  const { subject, object } = props;
  return (
    <div className={styles['sheet']}>
      <div className={styles['body']}>
        <Verdict {...props} />
        {(subject.view.sections ?? []).map(name => {
          const Type = must(SECTION_TYPES[name], `the page knows the section ${name}`);
          return (
            <Suspense key={name} fallback={null}>
              <Type {...props} />
            </Suspense>
          );
        })}
        <Conditions object={object} />
      </div>
      <aside className={styles['side']}>
        <Facts subject={subject} object={object} />
        <Labels subject={subject} object={object} />
        <Annotations object={object} />
      </aside>
    </div>
  );
}
