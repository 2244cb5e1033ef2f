import type { Scenario } from '../scenario.ts';
import { ADMISSION_POLICIES } from './admission-policies.ts';
import { API_OPERATIONS, WEBHOOK_CONFIGURATIONS } from './api-operations.ts';
import { CUSTOM_KINDS } from './extensions/custom-kinds.ts';
import { CUSTOM_RESOURCES } from './custom-resources.ts';
import { DEFAULTS } from './defaults.ts';
import { DISCOVERY, OPENAPI, OPENAPI_V2, VERSIONS } from './discovery.ts';
import { APPLY_CONFIGURATION, FIELD_MANAGEMENT } from './field-management.ts';
import { GRANTS } from './access/grants.ts';
import { KINDS } from './kinds.ts';
import { LARGE_NUMBERS } from './large-numbers.ts';
import { MUTATING_POLICIES } from './extensions/mutating-policies.ts';
import { NAMESPACES_WRITTEN } from './namespaces-written.ts';
import { POD_UPDATES } from './pod-updates.ts';
import { QUANTITIES } from './quantities.ts';
import { LISTS, WATCHES } from './reads.ts';
import { REFUSALS, SERVER_PATHS } from './server-paths.ts';
import { SERVER_KINDS } from './server-kinds.ts';
import { SERVICE_NETWORK } from './services/service-network.ts';
import { SIGNING_REQUESTS } from './access/signing-requests.ts';
import { SMALL_KINDS } from './small-kinds.ts';
import { STATUS_METADATA } from './status-metadata.ts';
import { TOKENS } from './access/tokens.ts';
import { WATCH_ORDER } from './watch-order.ts';
import { UPDATES } from '../validation/updates.ts';
import { VALIDATION } from '../validation/validation.ts';
import { WEBHOOKS } from './extensions/webhooks.ts';
import { ACCESS, WORKLOADS, WRITES } from './writes.ts';
import { WRITE_WARNINGS } from '../validation/write-warnings.ts';
import { WRITTEN_DETAILS } from './written-details.ts';

export const SCENARIOS: readonly Scenario[] = [
  FIELD_MANAGEMENT,
  APPLY_CONFIGURATION,
  KINDS,
  DEFAULTS,
  LISTS,
  WATCHES,
  WATCH_ORDER,
  WRITES,
  REFUSALS,
  SERVER_PATHS,
  WORKLOADS,
  ACCESS,
  GRANTS,
  CUSTOM_RESOURCES,
  CUSTOM_KINDS,
  LARGE_NUMBERS,
  QUANTITIES,
  ADMISSION_POLICIES,
  MUTATING_POLICIES,
  DISCOVERY,
  VERSIONS,
  OPENAPI,
  OPENAPI_V2,
  POD_UPDATES,
  SERVER_KINDS,
  SERVICE_NETWORK,
  TOKENS,
  API_OPERATIONS,
  NAMESPACES_WRITTEN,
  WEBHOOK_CONFIGURATIONS,
  WEBHOOKS,
  STATUS_METADATA,
  SIGNING_REQUESTS,
  SMALL_KINDS,
  WRITE_WARNINGS,
  WRITTEN_DETAILS,
  VALIDATION,
  UPDATES,
];
