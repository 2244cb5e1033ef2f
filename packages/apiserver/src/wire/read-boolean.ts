/**
 * A switch in a query, as apimachinery reads it (`Convert_Slice_string_To_bool`): off where it is not there, `0` or `false` in whatever case;
 * on with any other value, also with none.
 */
export function readBoolean(value: string | undefined): boolean {
  return value !== undefined && value !== '0' && value.toLowerCase() !== 'false';
}
