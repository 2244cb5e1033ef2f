import { autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { TFunction } from 'i18next';
import { kindOfObject } from '@lanthorn/actions/objects/place-manifests.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { readYaml } from '@lanthorn/kube/edit/edit-session.ts';
import { type ManifestProblem, readManifests, splitDocuments } from '@lanthorn/kube/objects/manifests.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { lintYaml } from '@lanthorn/kube/edit/yaml-lint.ts';
import { hasNewCauses, serverCauses } from '../../../parts/editor/server-causes.ts';
import { completeYaml, diagnosticOf } from '../../../parts/editor/yaml-help.ts';

/** Longer texts are not compared with the types of their kinds while one types: the dry run finds the same. */
const MAX_LINTED = 200_000;
const LINT_MS = 250;

/** The type of an object, as far as it is known by now. */
export type TypeOf = (kind: ReturnType<typeof kindOfObject>) => TypeSchema | null;

/** YAML of many objects: each with the completion and the lint of its own kind. */
export function manifestLanguage({ typeOf, t }: { readonly typeOf: TypeOf; readonly t: TFunction }): Extension {
  return [
    yaml(),
    autocompletion({
      override: [
        context => {
          const document = splitDocuments(context.state.doc.toString()).findLast(({ from }) => from <= context.pos);
          if (document === undefined) return null;
          const { text, from } = document;
          return completeYaml(context, { text, position: context.pos - from, type: typeOf(kindIn(text)) });
        },
      ],
    }),
    serverCauses,
    linter(({ state }) => [...lintManifests(state.doc.toString(), { typeOf, t }), ...state.field(serverCauses)], {
      delay: LINT_MS,
      needsRefresh: hasNewCauses,
    }),
  ];
}

/** What is wrong with each document, marked where it stands. */
export function lintManifests(
  text: string,
  { typeOf, t }: { readonly typeOf: TypeOf; readonly t: TFunction },
): Diagnostic[] {
  const own = readManifests(text).problems.map(problem => ({
    from: problem.from,
    to: problem.to,
    severity: 'error' as const,
    message: manifestText(problem, t),
  }));
  if (text.length > MAX_LINTED) return own;
  const typed = splitDocuments(text).flatMap(document =>
    lintYaml(document.text, typeOf(kindIn(document.text)))
      .filter(({ code }) => code !== 'syntax')
      .map(problem => diagnosticOf(problem, t, document.from)),
  );
  return [...own, ...typed];
}

export function manifestText({ code, values }: Pick<ManifestProblem, 'code' | 'values'>, t: TFunction): string {
  return t(`manifest.${code}`, values);
}

/** Of a text that cannot be read whole the lines that say its kind are enough. */
function kindIn(text: string): ReturnType<typeof kindOfObject> {
  const tree = readYaml(text);
  const [apiVersion, kind] = ['apiVersion', 'kind'].map(
    field =>
      asString(getPath(tree, field)) || (new RegExp(`^${field}:\\s*["']?([\\w./-]+)`, 'm').exec(text)?.[1] ?? ''),
  );
  return kindOfObject({ apiVersion: apiVersion ?? '', kind: kind ?? '', metadata: {} });
}
