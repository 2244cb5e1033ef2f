import { writeJson } from '@lanthorn/base/json-text.ts';
import { isForItsMoment } from '@lanthorn/actions/action-records.ts';
import { shellLine } from '@lanthorn/actions/machinery/action.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { LogEntry } from '@lanthorn/protocol/http/history-messages.ts';

export const RUNBOOK_FORMATS = ['script', 'yaml', 'markdown'] as const;
export type RunbookFormat = (typeof RUNBOOK_FORMATS)[number];

/** How the file of each is called, and what is in it. */
export const RUNBOOK_FILES: Readonly<Record<RunbookFormat, { readonly name: string; readonly type: string }>> = {
  script: { name: 'runbook.sh', type: 'text/x-shellscript' },
  yaml: { name: 'runbook.yaml', type: 'application/yaml' },
  markdown: { name: 'runbook.md', type: 'text/markdown' },
};

/** What was done, in the order in which it was, as others can follow it without Lanthorn. `title` says an operation in words. */
export function runbookText(
  format: RunbookFormat,
  entries: readonly LogEntry[],
  title: (entry: LogEntry) => string,
): string {
  const resultOf = resultReader(entries);
  const steps = inOrder(entries).map(entry => stepOf(entry, title(entry), resultOf(entry)));
  return {
    script: scriptText,
    yaml: (of: readonly Step[]) => yamlText({ steps: of.map(withoutLook) }),
    markdown: markdownText,
  }[format](steps);
}

/** The oldest operation first, and of each its targets as they were begun: what comes later may need what is made before it. */
function inOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  const operations = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const { id } = entry.operation;
    const before = operations.get(id);
    if (before === undefined) operations.set(id, [entry]);
    else before.push(entry);
  }
  return [...operations.values()].toReversed().flatMap(own => own.toSorted((a, b) => a.index - b.index));
}

interface Step {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The name of the object that it made, of whatever kind. */
  readonly created: string;
  readonly reason: string;
  readonly result: string;
  readonly command: string;
  readonly request: string;
  readonly changes: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  /** Looks at the object afterwards. */
  readonly check: string;
  readonly title: string;
}

function stepOf({ operation, entry, request, changes }: LogEntry, title: string, result: string): Step {
  const { cluster, resource, namespace, name } = entry.target;
  const kind = groupResource(resource);
  const place = [`--context=${cluster}`, ...(namespace === '' ? [] : [`--namespace=${namespace}`])];
  return {
    ...{ at: formatTime(operation.startedAt), by: operation.user, action: operation.kind },
    ...{ cluster, kind, namespace, name, created: entry.created?.name ?? '', reason: operation.reason ?? '', result },
    command: entry.kubectl,
    request: request === null ? '' : `${request.method} ${request.path}`,
    changes: changes.map(({ path, before = null, after = null }) => ({ path, before, after })),
    check: shellLine(['kubectl', ...place, 'get', kind, name]),
    title,
  };
}

/**
 * What came of each in the end: `undone` where it was taken back, `undo` where it took back what is among these, otherwise its phase. What was
 * taken back and then done again counts as if neither had been.
 */
function resultReader(entries: readonly LogEntry[]): (entry: LogEntry) => string {
  const undos = new Map<string, LogEntry>();
  for (const undo of entries.toReversed()) {
    const { operation, entry } = undo;
    if (operation.undoOf === null || entry.phase === 'failed') continue;
    for (const kind of [groupResource(entry.target.resource), ''])
      undos.set(keyOf(operation.undoOf, entry.target, kind), undo);
  }
  const undoOf = ({ operation: { id }, entry: { target, created } }: LogEntry) =>
    // What took back a creation was done to what was created, whose kind may be another.
    created === null || created.name === target.name
      ? undos.get(keyOf(id, target, groupResource(target.resource)))
      : undos.get(keyOf(id, { ...target, name: created.name }, ''));
  const originals = new Map(entries.map(entry => [undoOf(entry), entry]));
  const isTakenBack = (entry: LogEntry): boolean => {
    const undo = undoOf(entry);
    return entry.entry.isUndone && (undo === undefined || !isTakenBack(undo));
  };
  return entry => {
    if (entry.entry.phase === 'failed') return 'failed';
    if (isTakenBack(entry)) return 'undone';
    const original = originals.get(entry);
    return original !== undefined && isTakenBack(original) ? 'undo' : entry.entry.phase;
  };
}

function keyOf(operation: string, { cluster, namespace, name }: LogEntry['entry']['target'], kind: string): string {
  return JSON.stringify([operation, cluster, namespace, name, kind]);
}

function withoutLook({ title: _title, ...step }: Step): object {
  return Object.fromEntries(
    Object.entries(step).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

/** One line, whatever a name or a reason holds. */
const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ');
const objectText = ({ kind, namespace, name, created }: Step) =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}${created === '' || created === name ? '' : ` → ${created}`}`;

const NOT_REPEATED: ReadonlySet<string> = new Set(['failed', 'undone', 'undo']);

/** What failed, was taken back, took that back, or only opened something, is told and not done again. */
function scriptText(steps: readonly Step[]): string {
  const parts = steps.map((step, place) => {
    const { at, by, action, reason, result, command, title } = step;
    const said = [
      `# ${oneLine(`${place + 1}. ${title}: ${objectText(step)}`)}`,
      `# ${oneLine(`${at}, ${by}: ${result}`)}`,
      ...(reason === '' ? [] : [`# ${oneLine(reason)}`]),
    ];
    const isRepeated = !NOT_REPEATED.has(result) && !isForItsMoment(action) && command !== '';
    const lines = isRepeated ? [command] : command.split('\n').map(line => `# ${oneLine(line)}`);
    return [...said, ...lines].join('\n');
  });
  return `${['#!/bin/sh', 'set -eu', '', parts.join('\n\n')].join('\n')}\n`;
}

function markdownText(steps: readonly Step[]): string {
  const parts = steps.map((step, place) => {
    const { at, by, cluster, reason, result, command, request, changes, check, title } = step;
    return [
      `## ${place + 1}. ${plain(title)}: ${plain(objectText(step))}`,
      [
        `- ${at}, ${plain(by)}, ${plain(cluster)}`,
        ...(reason === '' ? [] : [`- Why: ${plain(reason)}`]),
        `- Result: ${result}`,
        ...(request === '' ? [] : [`- Request: ${code(request)}`]),
        ...changes.map(
          ({ path, before, after }) => `- ${code(path)}: ${code(writeJson(before))} → ${code(writeJson(after))}`,
        ),
      ].join('\n'),
      ...(command === '' ? [] : [fenced(command)]),
      `Check: ${code(check)}`,
    ].join('\n\n');
  });
  return `${['# Runbook', ...parts].join('\n\n')}\n`;
}

/** What Markdown would take for something else stands as it is. */
function plain(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]<>#|!]/g, String.raw`\$&`);
}

/** Between more backticks than it has itself. */
function code(text: string): string {
  const marks = '`'.repeat(longestRun(text) + 1);
  return `${marks}${text.startsWith('`') || text.endsWith('`') ? ` ${oneLine(text)} ` : oneLine(text)}${marks}`;
}

function fenced(text: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}sh\n${text}\n${marks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
