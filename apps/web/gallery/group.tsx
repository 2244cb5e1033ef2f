import type { ReactNode } from 'react';

/** Parts of one kind, under a title. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="gallery-group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
