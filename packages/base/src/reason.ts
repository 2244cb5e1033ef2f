/**
 * Why something is not as it should be, on its way to a reader: a code, the values that belong to it, and the words in English for who asks
 * without a page. `detail` is the text of another, untouched.
 */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, ReasonParam>>;
  /** In English. */
  readonly message: string;
}

/** A value in a sentence; a reason stands there in its own words. */
export type ReasonParam = string | number | Reason;

type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** The values that words need. */
export type ReasonParams<Words extends string> = Readonly<Record<NamesIn<Words>, ReasonParam>>;

/** The values put into the English words. */
export function reasonBy<Code extends string, Words extends string>(
  code: Code,
  words: Words,
  params: ReasonParams<Words>,
): Reason & { readonly code: Code } {
  const values: Readonly<Record<string, ReasonParam>> = params;
  const message = words.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name];
    return typeof value === 'object' ? value.message : String(value);
  });
  return { code, params: values, message };
}
