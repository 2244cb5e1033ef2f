import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, isFitting, type Offer, offersFor } from '@lanthorn/actions/action-records.ts';
import type { ActionForm, ObjectTarget, Right } from '@lanthorn/actions/machinery/action.ts';
import { distinctRights } from '@lanthorn/actions/machinery/distinct-rights.ts';
import type { ObjectState } from '@lanthorn/actions/machinery/object-state.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { visibleText } from '../../ui/words/text.ts';
import { useClusterRules } from '../client/use-cluster-rules.ts';
import { openBeside } from '../dock/dock-store.ts';
import { openActionDialog } from './action-dialog-store.ts';
import { type RightIn, useAccessIn } from './use-access.ts';
import { useScaledSubjects } from './use-scaled-subjects.ts';

export interface ActionItem {
  readonly kind: ActionKind;
  readonly title: string;
  /** The key that does it, or null. */
  readonly shortcut: string | null;
  /** Why it may not be done, naming every right that is missing; null when it may. */
  readonly disabled: string | null;
  /** It begins with a form, or is done as it is. */
  readonly form: ActionForm | null;
  /** The object waits for it. */
  readonly isAwaited: boolean;
  readonly run: () => void;
}

/** An object, and how it is as far as that is known. */
export interface ActionSubject {
  readonly target: ObjectTarget;
  readonly state: ObjectState;
}

/**
 * The actions on these objects (all of one kind), with the person's rights: the same items on row, page and palette. Each is offered where
 * it fits the state of an object, and is about those that it fits. Worked out anew only for another array of subjects: there may be thousands.
 * Where forms can be opened, those that begin with one stand among them.
 */
export function useActionItems(
  subjects: readonly ActionSubject[],
  openForm: ((form: ActionForm) => void) | null = null,
): readonly ActionItem[] {
  const { t } = useTranslation();
  const known = useScaledSubjects(subjects);
  const offered = useMemo(() => offeredOn(known, openForm !== null), [known, openForm]);
  const rights = useMemo(() => offered.flatMap(entry => [...entry.rights, ...entry.choices.flat()]), [offered]);
  const allowed = useAccessIn(rights);
  const rules = useClusterRules();
  return useMemo(() => {
    const answers = new Map(rights.map((right, i) => [right, allowed[i]]));
    const isMissing = (right: RightIn) => answers.get(right) === false;
    const areSeveral = new Set(rights.map(({ cluster }) => cluster)).size > 1;
    return offered.map(({ record, form, targets, rights: needed, choices }) => {
      const lost = choices.filter(choice => choice.length > 0 && choice.every(isMissing));
      const missing = [...needed.filter(isMissing), ...lost.flatMap(choice => choice.slice(0, 1))];
      return {
        kind: record.kind,
        title: t(form === null ? `action.${record.kind}` : `form.${form}`),
        shortcut: form === null ? record.key : null,
        form,
        isAwaited: record.isAwaited === true,
        disabled:
          rules.withheld(record.kind, [...new Set(targets.map(({ cluster }) => cluster))]) ??
          (missing.length === 0 ? null : missingIn(missing, { areSeveral, t })),
        run: () => begin(record, { form, targets, openForm }),
      };
    });
  }, [offered, rights, allowed, rules, openForm, t]);
}

/** What opens beside the screen opens at once; the rest is asked about first. */
function begin(
  { kind, opens }: Offer['record'],
  {
    form,
    targets,
    openForm,
  }: Pick<Offered, 'form' | 'targets'> & { readonly openForm: ((form: ActionForm) => void) | null },
): void {
  if (form !== null) openForm?.(form);
  else if (opens === undefined) openActionDialog(kind, targets);
  else for (const target of targets) openBeside(opens, target);
}

interface Offered extends Offer {
  readonly targets: readonly ObjectTarget[];
  readonly rights: readonly RightIn[];
  /** Of each of these one is enough. */
  readonly choices: readonly (readonly RightIn[])[];
}

function offeredOn(subjects: readonly ActionSubject[], withForms: boolean): readonly Offered[] {
  const resource = subjects[0]?.target.resource;
  if (resource === undefined) return [];
  const offers = offersFor(resource).filter(({ form }) => withForms || form === null);
  return offers.flatMap(({ record, form }) => {
    // What a form begins on is not what is acted on, where the record says so: its state decides nothing.
    const fitting = subjects.filter(({ state }) => !record.appliesTo(resource) || isFitting(record, state));
    const targets = fitting.map(({ target }) => target);
    // One looks into one thing at a time.
    if (targets.length === 0 || (record.opens !== undefined && subjects.length > 1)) return [];
    if (form === null && record.isOfMany === true && subjects.length < 2) return [];
    const clusters = [...new Set(targets.map(({ cluster }) => cluster))];
    const rights = clusters.flatMap(cluster => {
      const own = targets.filter(target => target.cluster === cluster);
      return distinctRights(own.map(target => record.right(target))).map(right => ({ cluster, right }));
    });
    return [{ record, form, targets, rights, choices: distinctChoices(record, fitting) }];
  });
}

/** The same choice once, however many objects leave it. */
function distinctChoices(
  { oneOf }: Offer['record'],
  subjects: readonly ActionSubject[],
): readonly (readonly RightIn[])[] {
  if (oneOf === undefined) return [];
  const choices = subjects.map(({ state, target: { cluster } }) => oneOf(state).map(right => ({ cluster, right })));
  return [...new Map(choices.map(choice => [JSON.stringify(choice), choice])).values()];
}

/** Namespaces named in one sentence; of more the number is enough. */
const MAX_NAMESPACES_NAMED = 5;

/** Of several clusters each is named with what is missing there. */
export function missingIn(
  missing: readonly RightIn[],
  { areSeveral, t }: { readonly areSeveral: boolean; readonly t: TFunction },
): string {
  const clusters = [...new Set(missing.map(({ cluster }) => cluster))];
  return clusters
    .map(cluster => {
      const own = missing.filter(each => each.cluster === cluster).map(({ right }) => right);
      return areSeveral ? `${visibleText(cluster)}: ${missingText(own, t)}` : missingText(own, t);
    })
    .join(' ');
}

/** Which rights are missing, in words: a sentence for each verb and kind, with the namespaces where it is so. */
export function missingText(rights: readonly Right[], t: TFunction): string {
  const what = (right: Right) => `${right.verb} ${groupResource(right)}`;
  return [...new Set(rights.map(what))]
    .map(wanted =>
      sentence(
        rights.filter(right => what(right) === wanted),
        t,
      ),
    )
    .join(' ');
}

function sentence(rights: readonly Right[], t: TFunction): string {
  const [first] = rights;
  if (first === undefined) return '';
  const values = { verb: first.verb, resource: groupResource(first) };
  const namespaces = [...new Set(rights.map(({ namespace }) => namespace))];
  if (namespaces.includes('')) return t('right.missingCluster', values);
  const named = namespaces.slice(0, MAX_NAMESPACES_NAMED).map(visibleText).join(', ');
  const count = namespaces.length - MAX_NAMESPACES_NAMED;
  return count > 0
    ? t('right.missingMany', { ...values, namespaces: named, count })
    : t('right.missing', { ...values, namespace: named });
}
