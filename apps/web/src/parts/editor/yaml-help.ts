import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Diagnostic } from '@codemirror/lint';
import type { TFunction } from 'i18next';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { typeAt, yamlContext } from '@lanthorn/kube/edit/yaml-context.ts';
import type { YamlProblem } from '@lanthorn/kube/edit/yaml-lint.ts';

/** A problem of a text that begins so far within what is edited, in the language of the page. */
export function diagnosticOf({ from, to, severity, code, values }: YamlProblem, t: TFunction, offset = 0): Diagnostic {
  return { from: from + offset, to: to + offset, severity, message: t(`yaml.${code}`, values) };
}

/** What may stand at a place of a text of one object. */
export interface YamlPlace {
  readonly text: string;
  /** In that text. */
  readonly position: number;
  readonly type: TypeSchema | null;
}

/** Fields and values that fit where somebody types. */
export function completeYaml(context: CompletionContext, { text, position, type }: YamlPlace): CompletionResult | null {
  const word = context.matchBefore(/[\w./-]*/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  const { path, key, siblings } = yamlContext(text, position);
  const parent = typeAt(type, path);
  if (parent === null) return null;
  if (key !== null) {
    const field = parent.field(key);
    const values = field?.type === 'boolean' ? [true, false] : (field?.enum ?? []);
    return { from: word.from, options: values.map(value => ({ label: String(value), type: 'constant' })) };
  }
  const options = parent.fields
    .filter(name => !siblings.includes(name))
    .map(name => {
      const field = parent.field(name);
      const isNested = field?.type === 'object' || field?.type === 'array';
      return {
        label: name,
        type: 'property',
        detail: field?.type ?? '',
        info: field?.description ?? '',
        apply: `${name}:${isNested ? '' : ' '}`,
        boost: parent.required.includes(name) ? 1 : 0,
      };
    });
  return { from: word.from, options };
}
