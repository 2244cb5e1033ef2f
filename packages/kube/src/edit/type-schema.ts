import { isObject } from '@lanthorn/base/json.ts';

/** The parts of an OpenAPI v3 schema that Kubernetes publishes and a reader of objects needs. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

export type OpenApiSchemas = Readonly<Record<string, OpenApiSchema>>;

/** How the items of a list are told apart: by keys, by their value, or not at all (KEP-555, server-side apply). */
export type ListSemantics =
  | { readonly type: 'map'; readonly keys: readonly string[] }
  | { readonly type: 'set' }
  | { readonly type: 'atomic' };

const PREFIX = '#/components/schemas/';
const ATOMIC: ListSemantics = { type: 'atomic' };

/** A place in a kind's type: what may stand there. References are followed as they are met, so types may be recursive. */
export class TypeSchema {
  readonly #schemas: OpenApiSchemas;
  /** What the schema has at the field itself, beside a reference: the list's semantics and the description. */
  readonly #own: OpenApiSchema;
  readonly #target: OpenApiSchema;
  /** Made once: large objects ask for the same fields again and again. */
  readonly #fields = new Map<string, TypeSchema | null>();
  #items: TypeSchema | null | undefined;

  constructor(schemas: OpenApiSchemas, node: OpenApiSchema) {
    this.#schemas = schemas;
    this.#own = node;
    this.#target = resolve(schemas, node);
  }

  /** Null when the document does not hold the kind. */
  static ofKind(
    schemas: OpenApiSchemas,
    { group, version, kind }: { group: string; version: string; kind: string },
  ): TypeSchema | null {
    const node = Object.values(schemas).find(schema =>
      schema['x-kubernetes-group-version-kind']?.some(
        entry => entry.group === group && entry.version === version && entry.kind === kind,
      ),
    );
    return node === undefined ? null : new TypeSchema(schemas, node);
  }

  /** 'object', 'array', 'string', 'integer', 'number', 'boolean', 'int-or-string', or '' for anything. */
  get type(): string {
    if (this.#target['x-kubernetes-int-or-string'] === true || this.#target.format === 'int-or-string')
      return 'int-or-string';
    // Quantities are strings to OpenAPI; the server also takes numbers.
    if (this.#own.$ref?.endsWith('.Quantity') === true || this.#own.allOf?.[0]?.$ref?.endsWith('.Quantity') === true)
      return 'int-or-string';
    return this.#target.type ?? (this.#target.properties === undefined ? '' : 'object');
  }

  get description(): string {
    return this.#own.description ?? this.#target.description ?? '';
  }

  get enum(): readonly unknown[] {
    return this.#own.enum ?? this.#target.enum ?? [];
  }

  get default(): unknown {
    return this.#own.default ?? this.#target.default;
  }

  get required(): readonly string[] {
    return this.#target.required ?? [];
  }

  /** Names of the fields the type declares. */
  get fields(): readonly string[] {
    return Object.keys(this.#target.properties ?? {});
  }

  /** Fields outside `fields` are allowed: maps, and types that keep what they do not know. */
  get isOpen(): boolean {
    const { additionalProperties, properties } = this.#target;
    return (
      (additionalProperties !== undefined && additionalProperties !== false) ||
      this.#target['x-kubernetes-preserve-unknown-fields'] === true ||
      this.#target['x-kubernetes-embedded-resource'] === true ||
      properties === undefined
    );
  }

  field(name: string): TypeSchema | null {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const { properties, additionalProperties } = this.#target;
    const isDeclared = properties !== undefined && Object.hasOwn(properties, name);
    const node = isDeclared ? properties[name] : additionalProperties;
    const field = isObject(node) ? new TypeSchema(this.#schemas, node) : null;
    // The keys of a map have no end.
    if (isDeclared) this.#fields.set(name, field);
    return field;
  }

  get items(): TypeSchema | null {
    this.#items ??= this.#target.items === undefined ? null : new TypeSchema(this.#schemas, this.#target.items);
    return this.#items;
  }

  get list(): ListSemantics {
    const type = this.#own['x-kubernetes-list-type'] ?? this.#target['x-kubernetes-list-type'];
    const keys = this.#own['x-kubernetes-list-map-keys'] ?? this.#target['x-kubernetes-list-map-keys'];
    if (type === 'map' && keys !== undefined) return { type: 'map', keys };
    if (type === 'set') return { type: 'set' };
    if (type === 'atomic') return ATOMIC;
    const mergeKey = this.#own['x-kubernetes-patch-merge-key'];
    return mergeKey === undefined ? ATOMIC : { type: 'map', keys: [mergeKey] };
  }

  /** A map that belongs to one owner as a whole, such as a label selector. */
  get isAtomicMap(): boolean {
    // An object of which nothing is known (RawExtension) is one value.
    const { type, properties, additionalProperties } = this.#target;
    const isKept = this.#target['x-kubernetes-preserve-unknown-fields'] === true;
    if (type === 'object' && properties === undefined && additionalProperties === undefined && !isKept) return true;
    return (this.#own['x-kubernetes-map-type'] ?? this.#target['x-kubernetes-map-type']) === 'atomic';
  }
}

/** The definitions a kind reaches, which is what a page needs to know of a group's document. */
export function schemasOfKind(
  schemas: OpenApiSchemas,
  wanted: { group: string; version: string; kind: string },
): Record<string, OpenApiSchema> {
  const reached: Record<string, OpenApiSchema> = {};
  const add = (name: string) => {
    const schema = schemas[name];
    if (schema === undefined || reached[name] !== undefined) return;
    reached[name] = schema;
    for (const [, reference = ''] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/([^"]+)/g))
      add(reference);
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
    if (
      kinds.some(
        entry => entry.group === wanted.group && entry.version === wanted.version && entry.kind === wanted.kind,
      )
    )
      add(name);
  }
  return reached;
}

function resolve(schemas: OpenApiSchemas, node: OpenApiSchema): OpenApiSchema {
  const reference = node.$ref ?? node.allOf?.[0]?.$ref;
  return reference === undefined ? node : (schemas[reference.slice(PREFIX.length)] ?? {});
}
