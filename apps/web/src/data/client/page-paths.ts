/** Pages that stand in the address where a kind's name does; no kind is called so. */
export const FORECAST = 'forecast';
export const OVERVIEW = 'overview';
export const COSTS = 'costs';
export const MAP = 'map';
export const APPLY = 'apply';
export const RIGHTS = 'rights';
export const CHANGE_SET = 'change-set';
/** What was done through Lanthorn. */
export const OPERATIONS = 'operations';
/** Also, with a namespace and a name, the page of a release. */
export const HELM = 'helm';

/** What each is called in the catalogue. */
export const PAGE_TITLES: ReadonlyMap<string, string> = new Map([
  [FORECAST, 'forecast.title'],
  [OVERVIEW, 'overview.title'],
  [COSTS, 'costs.title'],
  [MAP, 'map.title'],
  [APPLY, 'apply.title'],
  [RIGHTS, 'rights.title'],
  [CHANGE_SET, 'changeSet.title'],
  [OPERATIONS, 'log.title'],
  [HELM, 'helm.title'],
]);
