import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { Table } from '../../../ui/data/table.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { SectionProps } from '../sections/section-props.ts';
import { SchemaTree } from './schema-tree.tsx';

/** What a definition defines: in which versions, with which fields, and the way to its objects. */
export function Definition({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const versions = asArray(getPath(object, 'spec', 'versions'))
    .map(asObject)
    .filter(({ name }) => asString(name) !== '');
  const names = versions.map(version => asString(version['name']));
  const stored = names[versions.findIndex(version => version['storage'] === true)] ?? names[0] ?? '';
  const [chosen, choose] = useState(stored);
  const [plural, group] = [getPath(object, 'spec', 'names', 'plural'), getPath(object, 'spec', 'group')].map(asString);
  const shown = names.includes(chosen) ? chosen : stored;
  const schema = schemaOf(versions[names.indexOf(shown)]);
  return (
    <>
      <Section
        title={t('definition.versions')}
        testId="definition"
        link={
          <Link to="/c/$cluster/$resource" params={{ cluster: subject.cluster, resource: `${plural}.${group}` }}>
            {t('definition.objects')}
          </Link>
        }
      >
        <Table>
          {versions.map((version, i) => (
            <tr key={names[i]}>
              <th scope="row">{visibleText(names[i] ?? '')}</th>
              <td>
                <About version={version} />
              </td>
            </tr>
          ))}
        </Table>
      </Section>
      <Section
        title={t('definition.schema')}
        testId="definition-schema"
        link={
          names.length < 2 ? null : (
            <Select
              aria-label={t('detail.version')}
              choices={names.map(name => ({ value: name, text: visibleText(name) }))}
              value={shown}
              onChange={choose}
            />
          )
        }
      >
        {schema === null ? <p className="dim">{t('definition.noSchema')}</p> : <SchemaTree key={shown} type={schema} />}
      </Section>
    </>
  );
}

/** Whether it is served, kept, and to be used no more. */
function About({ version }: { readonly version: JsonObject }) {
  const { t } = useTranslation();
  const isDeprecated = version['deprecated'] === true;
  const warning = visibleText(asString(version['deprecationWarning']));
  return (
    <>
      {t(version['served'] === true ? 'definition.served' : 'definition.notServed')}
      {version['storage'] === true ? ` · ${t('definition.stored')}` : ''}
      {isDeprecated ? (
        <span className="tone-warning"> · {warning === '' ? t('definition.deprecated') : warning}</span>
      ) : null}
    </>
  );
}

function schemaOf(version: JsonObject | undefined): TypeSchema | null {
  const node = asObject(getPath(version, 'schema', 'openAPIV3Schema'));
  return Object.keys(node).length === 0 ? null : new TypeSchema({}, node);
}
