/** Pages that stand in the address where a kind's name does; no kind is called so. */
export const FORECAST = 'forecast';
export const OVERVIEW = 'overview';
export const COSTS = 'costs';
