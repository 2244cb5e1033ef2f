import { autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import type { TFunction } from 'i18next';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { typeAt, yamlContext } from '@lanthorn/kube/edit/yaml-context.ts';
import { lintYaml } from '@lanthorn/kube/edit/yaml-lint.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { completeYaml, diagnosticOf } from '../../../parts/editor/yaml-help.ts';
import { ownerGutter, ownersAt, type OwnerTexts } from './owner-gutter.ts';
import { hasNewCauses, serverCauses } from '../../../parts/editor/server-causes.ts';

export interface YamlHelp {
  readonly type: TypeSchema | null;
  readonly owners: OwnerTexts;
  readonly t: TFunction;
}

/** YAML with what the cluster knows of the kind: completion, documentation and owners on hover, owners in the gutter, and lint. */
export function yamlLanguage(help: YamlHelp): Extension {
  return [
    yaml(),
    autocompletion({
      override: [
        context =>
          completeYaml(context, { text: context.state.doc.toString(), position: context.pos, type: help.type }),
      ],
    }),
    serverCauses,
    linter(
      ({ state }) => [
        ...lintYaml(state.doc.toString(), help.type).map(problem => diagnosticOf(problem, help.t)),
        ...state.field(serverCauses),
      ],
      { delay: 250, needsRefresh: hasNewCauses },
    ),
    hoverTooltip((view, position) => hover(view, position, help)),
    ownerGutter(help.owners),
  ];
}

function hover(view: EditorView, position: number, { type, owners: { describe }, t }: YamlHelp) {
  const text = view.state.doc.toString();
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = text.indexOf('\n', position);
  const line = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const name = /^[\s-]*["']?([^\s:"'#][^:"']*)["']?\s*:/.exec(line)?.[1];
  if (name === undefined) return null;
  const from = lineStart + line.indexOf(name);
  if (position < from || position > from + name.length) return null;
  const path = [...yamlContext(text, from).path, name];
  const field = typeAt(type, path);
  const owners = ownersAt(view, from);
  if (field === null && owners.length === 0) return null;
  const lines = [
    field === null ? '' : `${name}: ${field.type === '' ? t('yaml.anyType') : field.type}`,
    field?.description ?? '',
    ...(field !== null && field.enum.length > 0
      ? [t('yaml.oneOf', { allowed: field.enum.map(String).join(', ') })]
      : []),
    ...owners.map(describe),
  ];
  return {
    pos: from,
    end: from + name.length,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'yaml-hover';
      for (const entry of lines.filter(part => part !== '')) {
        const paragraph = document.createElement('p');
        paragraph.textContent = visibleText(entry);
        dom.append(paragraph);
      }
      return { dom };
    },
  };
}
