import { type ReactNode, useEffect, useState } from 'react';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';

/** Objects that are read: each is a subscription, of which a tab has 64. */
const MAX_READ = 20;

/** Reads the first of these objects for a form about all of them: those that are here already, in their order. */
export function ReadObjects({
  targets,
  children,
}: {
  readonly targets: readonly ObjectTarget[];
  readonly children: (objects: readonly unknown[]) => ReactNode;
}) {
  const [objects, setObjects] = useState<Readonly<Record<string, unknown>>>({});
  const read = targets.slice(0, MAX_READ);
  return (
    <>
      {read.map(target => (
        <ReadObject
          key={target.uid}
          target={target}
          onRead={object => setObjects(before => ({ ...before, [target.uid]: object }))}
        />
      ))}
      {children(read.flatMap(({ uid }) => (Object.hasOwn(objects, uid) ? [objects[uid]] : [])))}
    </>
  );
}

/** Reads one object and shows nothing: how many there are is known only here. */
function ReadObject({
  target: { cluster, resource, namespace, name, uid },
  onRead,
}: {
  readonly target: ObjectTarget;
  readonly onRead: (object: unknown) => void;
}) {
  const { object } = useLiveObject({ cluster, resource, namespace, name });
  useEffect(() => {
    if (object !== undefined && object !== null) onRead(object);
    // oxlint-disable-next-line react/exhaustive-deps -- told again only where the object is another
  }, [object, uid]);
  return null;
}
