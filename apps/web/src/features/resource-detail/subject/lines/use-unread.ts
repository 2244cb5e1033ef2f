import { useState } from 'react';

const NONE: ReadonlySet<string> = new Set();

/** The fields of a form whose text cannot be read as it stands: as long as there is one, nothing is sent. */
export function useUnread() {
  const [fields, setFields] = useState(NONE);
  return {
    isAny: fields.size > 0,
    tell: (field: string, isUnread: boolean) =>
      setFields(before => new Set(isUnread ? [...before, field] : [...before].filter(other => other !== field))),
    /** The fields begin anew. */
    forget: () => setFields(NONE),
  };
}
