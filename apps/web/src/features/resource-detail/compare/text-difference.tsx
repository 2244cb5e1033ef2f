import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { readManifests } from '@lanthorn/kube/objects/manifests.ts';
import { type DetailSubject, kindOf } from '../subject/detail-subject.ts';
import { Difference } from './difference.tsx';

/** The first object of the text that is of the same kind; what else is wrong with it is said. */
export function TextDifference({
  subject,
  object,
  text,
  titles,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly text: string;
  readonly titles?: { readonly before: string; readonly after: string };
}) {
  const { t } = useTranslation();
  const { manifests, problems } = useMemo(() => readManifests(text), [text]);
  if (text.trim() === '') return <p className="dim">{t('compare.paste')}</p>;
  const kind = kindOf(subject, object);
  const same = manifests.filter(manifest => asString(getPath(manifest.object, 'kind')) === kind);
  const [found] = same.toSorted(
    (a, b) => Number(nameOf(b.object) === subject.name) - Number(nameOf(a.object) === subject.name),
  );
  const [problem] = problems;
  if (found !== undefined)
    return (
      <Difference
        subject={subject}
        object={object}
        other={found.object}
        isOfText
        {...(titles === undefined ? {} : { titles })}
      />
    );
  return (
    <p className="tone-warning" role="status">
      {problem === undefined
        ? t('compare.noneOfKind', { kind })
        : t('compare.unreadable', { kind, line: problem.line })}
    </p>
  );
}

function nameOf(object: unknown): string {
  return asString(getPath(object, 'metadata', 'name'));
}
