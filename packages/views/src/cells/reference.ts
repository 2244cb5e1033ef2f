/** Under which words a page shows what an object has to do with others: those that it names, and those that name it. */
export type RelationGroup =
  | 'keptBy'
  | 'runs'
  | 'runsOn'
  | 'reaches'
  | 'reachedBy'
  | 'uses'
  | 'usedBy'
  | 'boundTo'
  | 'scales'
  | 'scaledBy'
  | 'protects'
  | 'protectedBy'
  | 'allows'
  | 'allowedBy'
  | 'about';

/**
 * What it means that an object names another: for each meaning the group that the named one is shown in on the page of the one that names it,
 * and the group the other way.
 */
export const MEANINGS = {
  /** What created it, and takes it along when it goes. */
  owner: { forth: 'keptBy', back: 'runs' },
  /** Its pods. */
  selects: { forth: 'runs', back: 'keptBy' },
  runsOn: { forth: 'runsOn', back: 'runs' },
  /** As a volume. */
  mounts: { forth: 'uses', back: 'usedBy' },
  /** As environment variables. */
  environment: { forth: 'uses', back: 'usedBy' },
  pullSecret: { forth: 'uses', back: 'usedBy' },
  certificate: { forth: 'uses', back: 'usedBy' },
  account: { forth: 'uses', back: 'usedBy' },
  class: { forth: 'uses', back: 'usedBy' },
  /** Devices or storage that it asks for. */
  claims: { forth: 'uses', back: 'usedBy' },
  /** It is there for what it names. */
  usedFor: { forth: 'usedBy', back: 'uses' },
  /** Anything else that it needs. */
  uses: { forth: 'uses', back: 'usedBy' },
  binds: { forth: 'boundTo', back: 'boundTo' },
  routesTo: { forth: 'reaches', back: 'reachedBy' },
  /** It routes for this one: the other way round to `routesTo`. */
  routesFor: { forth: 'reachedBy', back: 'reaches' },
  scales: { forth: 'scales', back: 'scaledBy' },
  protects: { forth: 'protects', back: 'protectedBy' },
  /** The traffic or the rights of what it names are what it says. */
  allows: { forth: 'allows', back: 'allowedBy' },
  /** The rights that it gives away. */
  grants: { forth: 'uses', back: 'usedBy' },
  about: { forth: 'about', back: 'about' },
} as const satisfies Readonly<Record<string, { readonly forth: RelationGroup; readonly back: RelationGroup }>>;

export type Meaning = keyof typeof MEANINGS;

/**
 * Where the objects of a kind name others. Data alone, so that a kind without code can have it too.
 *
 * `at` is a JSONPath of fields and `[*]`. A text that stands there is a name. An object that stands there names by its `name`, and where it has
 * them by `namespace`, `kind` (or `resource`) and `apiVersion`, `apiGroup` or `group`, as Kubernetes writes it.
 */
export interface ReferenceRule {
  readonly meaning: Meaning;
  /**
   * What it may lead to, as kubectl names it: `secrets`, `deployments.apps`. Where the object does not say the kind it is the first. A kind that is
   * not among them is not followed.
   */
  readonly to: readonly string[];
  readonly at: string;
  /** The object says the kind, and kinds that are not in `to` are followed as well. */
  readonly isOpen?: true;
  /** It may name what is in another namespace than its own. */
  readonly isAcross?: true;
  /** What stands there is no name but selects by labels: a metav1.LabelSelector, or a map of labels where an empty one selects nothing. */
  readonly selects?: 'selector' | 'labels';
  /** A list of those that have a certain name here is narrowed to them by the API server itself: by this field, or this label. */
  readonly selectedBy?: { readonly field: string } | { readonly label: string };
  /**
   * Who names an object here is looked for in the object's own namespace alone, since it is nearly never elsewhere; or not at all, since another
   * kind says the same.
   */
  readonly askedBack?: 'within' | 'never';
}

/** That an object has to do with one other. */
export interface Reference {
  readonly meaning: Meaning;
  readonly group: string;
  /** As well as can be known from its kind. */
  readonly resource: string;
  /** Empty where it is in none. */
  readonly namespace: string;
  readonly name: string;
  /** Its uid, where it is named by that too; else ''. */
  readonly uid: string;
}

/** That an object has to do with all that have these labels. */
export interface Selection {
  readonly meaning: Meaning;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  /** A metav1.LabelSelector. */
  readonly selector: { readonly matchLabels?: unknown; readonly matchExpressions?: unknown };
}
