import { useState } from 'react';
import { Chip } from '../src/ui/data/chip.tsx';
import { Facts } from '../src/ui/data/facts.tsx';
import { Meter } from '../src/ui/data/meter.tsx';
import { Timeline } from '../src/ui/data/timeline.tsx';
import { Table } from '../src/ui/data/table.tsx';
import { Status } from '../src/ui/status/status.tsx';
import { tabId, Tabs } from '../src/ui/tabs/tabs.tsx';
import { Group } from './group.tsx';
import type { SheetProps } from './samples.ts';

/** What is told by its age is as old on every picture. */
const OPENED = Date.now();

export function DataSheet({ words }: SheetProps) {
  const [tab, setTab] = useState('overview');
  const [isOn, setOn] = useState(true);
  const tabs = ['overview', 'events', 'history'].map((value, i) => ({
    value,
    text: value,
    count: i * 21 || undefined,
  }));
  return (
    <>
      <Group title="Tabs">
        <Tabs tabs={tabs} value={tab} label={words.label} panelId="panel" onChange={setTab} />
        <div id="panel" role="tabpanel" aria-labelledby={tabId('panel', tab)}>
          {words.sentence}
        </div>
      </Group>
      <Group title="Chip">
        <div className="gallery-row">
          <Chip>
            team <b>shop</b>
          </Chip>
          <Chip isOn={isOn} onPress={() => setOn(!isOn)}>
            <b>Pending</b> 3
          </Chip>
          <Chip onPress={() => {}}>
            <b>Error</b> 8
          </Chip>
          {(['ok', 'active', 'warning', 'bad'] as const).map(tone => (
            <Chip key={tone} tone={tone}>
              {tone}
            </Chip>
          ))}
        </div>
        <div className="gallery-narrow">
          <Chip>{words.long}</Chip>
        </div>
      </Group>
      <Tables words={words} />
      <Group title="Facts">
        <Facts
          facts={[
            { name: 'Overlap', value: 'Forbid' },
            { name: words.label, value: words.value },
            { name: 'Long', value: words.long },
          ]}
        />
      </Group>
      <Group title="Meter">
        <div className="gallery-row">
          <Meter label="CPU" share={0.41} limit={0.6} text="41 %" />
          <Meter label="Memory" share={0.88} limit={0.72} text="88 %" isHot />
          <Meter label="Pods" share={0} text="0 %" />
          <Meter label="Nodes" share={1.2} text="120 %" isHot />
        </div>
      </Group>
      <Group title="Timeline">
        <Timeline
          happenings={[
            { key: 'a', at: OPENED - 120_000, isWarning: true, what: words.sentence },
            { key: 'b', at: OPENED - 7_200_000, isWarning: false, what: words.long },
          ]}
        />
      </Group>
    </>
  );
}

function Tables({ words }: SheetProps) {
  return (
    <>
      <Group title="Table">
        <Table
          columns={[{ title: 'Run' }, { title: 'Result' }, { title: 'Why' }, { title: 'Duration', align: 'right' }]}
        >
          {(['bad', 'ok', 'active'] as const).map(tone => (
            <tr key={tone} aria-selected={tone === 'ok'}>
              <td>settlement-29412330</td>
              <td>
                <Status tone={tone} text={words.verb} />
              </td>
              <td data-dim>{tone === 'bad' ? words.sentence : ''}</td>
              <td data-align="right">1h 0m</td>
            </tr>
          ))}
        </Table>
      </Group>
      <Group title="Table (narrow)">
        <div className="gallery-narrow">
          <Table
            columns={[{ title: 'Run' }, { title: 'Result' }, { title: 'Tries' }, { title: 'Age', align: 'right' }]}
          >
            {(['bad', 'ok'] as const).map(tone => (
              <tr key={tone}>
                <td data-place="title">{tone === 'bad' ? 'settlement-29412330' : words.value}</td>
                <td data-place="state">
                  <Status tone={tone} text={words.verb} />
                </td>
                <td data-place="detail" data-title="Tries">
                  3
                </td>
                <td data-place="when" data-align="right">
                  7h
                </td>
              </tr>
            ))}
          </Table>
        </div>
      </Group>
    </>
  );
}
