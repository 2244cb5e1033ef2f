/** The same function, which does its work once for one value that it is asked for several times in a row: a row's columns ask of one object. */
export function rememberLast<A, R>(read: (value: A) => R): (value: A) => R {
  let last: { readonly value: A; readonly answer: R } | null = null;
  return value => {
    if (last === null || last.value !== value) last = { value, answer: read(value) };
    return last.answer;
  };
}
