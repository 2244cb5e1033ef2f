import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiVersionOf, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { CATEGORIES } from '@lanthorn/views/cells/kind-entries.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { readPack } from '@lanthorn/views/packs/read-pack.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { allEnglish as english } from '../../apps/web/src/ui/locales/all-english.ts';

// docs/PARITY.md, made of the kinds' own records: which there are, what their lists show, where each is written.

const ROOT = join(import.meta.dirname, '../..');
const WORDS: Readonly<Record<string, string>> = english;

/** Where the record of a kind is; by the rule that a kind is a file of its group, called by its plural. */
export function recordFile({ resource: { group, resource } }: KindView): string {
  return `packages/views/src/kinds/${group === '' ? 'core' : group}/${resource}.ts`;
}

function line(view: KindView): string {
  const columns = view.columns.filter(({ isHidden }) => isHidden !== true).map(({ id }) => WORDS[`column.${id}`] ?? id);
  const references = [...new Set((view.references ?? []).flatMap(({ to }) => to))].map(
    name => KIND_VIEWS.find(({ resource }) => groupResource(resource) === name)?.kind ?? name,
  );
  const cells = [
    `[${view.kind}](../${recordFile(view)})`,
    `\`${apiVersionOf(view.resource)}\``,
    [`\`${kindAddress(view.resource)}\``, ...view.names.map(name => `\`${name}\``)].join(' '),
    columns.join(', '),
    view.columns.some(({ type }) => type === 'status') ? 'yes' : '',
    references.join(', '),
    view.allows,
  ];
  return `| ${cells.join(' | ')} |`;
}

const PACKS = 'packages/views/packs';

function packed(file: string): readonly string[] {
  return readPack(readFileSync(join(ROOT, PACKS, file), 'utf8')).kinds.map(kind => packLine(file, kind));
}

function packLine(
  file: string,
  { group, resource, kind, columns = [], status, references = [], actions = [] }: PackKind,
): string {
  const named = [...new Set(references.flatMap(({ to }) => to))].map(
    name => KIND_VIEWS.find(view => groupResource(view.resource) === name)?.kind ?? name,
  );
  const cells = [
    `[${kind}](../${PACKS}/${file})`,
    `\`${groupResource({ group, resource })}\``,
    columns
      .filter(({ priority = 0 }) => priority === 0)
      .map(({ title }) => title)
      .join(', '),
    status === undefined ? '' : 'yes',
    named.join(', '),
    actions.map(({ title }) => title).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

export function parityDoc(): string {
  const ofPacks = readdirSync(join(ROOT, PACKS)).flatMap(packed);
  const groups = CATEGORIES.flatMap(category => [
    `## ${WORDS[`nav.${category}`] ?? category}`,
    '',
    '| kind | API | found by | columns | state | refers to | people may |',
    '|---|---|---|---|---|---|---|',
    ...KIND_VIEWS.filter(view => view.category === category).map(line),
    '',
  ]);
  return [
    '# Kinds',
    '',
    `Made of the records by \`tests/docs/parity-doc.ts\`; a test fails where it is not what they say. ${KIND_VIEWS.length} kinds have one. Every other`,
    'kind that a cluster serves has a list and a page all the same: the columns that its definition prints, else its name, its state by',
    'its conditions and its age. Every object has facts, labels, events, history and YAML.',
    '',
    ...groups,
    '## Known by packs',
    '',
    `What is known without code of ${ofPacks.length} kinds more, of other projects ([PACKS.md](PACKS.md)); name, namespace and age stand in each list, and every action that`,
    'Lanthorn has for all objects is there too.',
    '',
    '| kind | found by | columns | state | refers to | actions of its own |',
    '|---|---|---|---|---|---|',
    ...ofPacks,
    '',
  ].join('\n');
}

/** Kinds whose record is not where the table says. */
export function misplaced(): readonly string[] {
  return KIND_VIEWS.map(recordFile).filter(path => !existsSync(join(ROOT, path)));
}
