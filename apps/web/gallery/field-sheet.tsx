import { useState } from 'react';
import { Checkbox } from '../src/ui/form/checkbox.tsx';
import { Combobox, MultiSelect, Suggestions } from '../src/ui/choice/combobox.tsx';
import { NumberInput } from '../src/ui/form/number-input.tsx';
import { Select } from '../src/ui/choice/select.tsx';
import { TextInput } from '../src/ui/form/text-input.tsx';
import { Textarea } from '../src/ui/form/textarea.tsx';
import { SegmentedControl } from '../src/ui/tabs/segmented-control.tsx';
import { Group } from './group.tsx';
import type { SheetProps } from './samples.ts';

const ignore = () => {};

export function FieldSheet({ words }: SheetProps) {
  const [first = ''] = words.choices;
  const [one, setOne] = useState<string | null>(first);
  const [zone, setZone] = useState(first);
  const [several, setSeveral] = useState<readonly string[]>(words.choices.slice(0, 2));
  const [way, setWay] = useState('list');
  const [isOn, setOn] = useState(true);
  return (
    <>
      <Group title="TextInput, NumberInput, Textarea">
        <div className="gallery-columns">
          <TextInput label={words.label} help={words.help} defaultValue={words.value} />
          <TextInput label={words.label} error={words.error} defaultValue={words.value} isCode />
          <TextInput label={words.label} placeholder={words.value} />
          <TextInput label={words.label} defaultValue={words.value} disabled />
          <NumberInput label={words.label} value={12} onChange={ignore} />
          <Textarea label={words.label} defaultValue={'LOG_LEVEL=debug\nONLY=monday'} isCode onChange={ignore} />
          <TextInput label={words.long} defaultValue={words.long} error={words.long} />
        </div>
      </Group>
      <Group title="Combobox, Suggestions, MultiSelect">
        <div className="gallery-columns">
          <Combobox label="Combobox" choices={words.choices} value={one} onChange={setOne} />
          <Combobox label="Combobox" choices={words.choices} value={null} placeholder={first} onChange={ignore} />
          <Suggestions label="Suggestions" choices={words.choices} value={zone} onChange={setZone} />
          <MultiSelect label="MultiSelect" choices={words.choices} value={several} onChange={setSeveral} />
        </div>
      </Group>
      <Group title="Select, Checkbox, SegmentedControl">
        <div className="gallery-row">
          <Select
            aria-label={words.label}
            choices={words.choices.map(value => ({ value, text: value }))}
            value={first}
            onChange={ignore}
          />
          <Checkbox checked={isOn} onChange={setOn}>
            {words.verb}
          </Checkbox>
          <Checkbox checked={false} disabled onChange={ignore}>
            {words.other}
          </Checkbox>
          <Checkbox type="radio" checked onChange={ignore}>
            {words.verb}
          </Checkbox>
          <SegmentedControl
            label={words.label}
            choices={['list', 'map', 'text'].map(value => ({ value, text: value }))}
            value={way}
            onChange={setWay}
          />
        </div>
      </Group>
    </>
  );
}
