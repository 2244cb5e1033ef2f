/** Where a kind's name stands in the address; no kind has this one. */
export const FORECAST = 'forecast';
