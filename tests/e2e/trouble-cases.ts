import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Page } from 'playwright-core';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import type { Witness } from './harness.ts';
import { pressAction } from './press-action.ts';
import {
  AUTOSCALER,
  AUTOSCALER_PATH,
  BINDING,
  BINDING_PATH,
  CLAIM,
  CLAIM_PATH,
  GRANT_PATH,
  REQUEST,
  SECRET,
  SECRET_PATH,
  troubleObjects,
} from './trouble-objects.ts';

/** Actions that do not stand among these, and why. */
export const UNTRIED = {
  'pack.action': 'kinds of packs are not in that cluster',
  'pod.shell': 'opens at once',
  'pod.attach': 'opens at once',
  'pod.forward': 'opens at once',
  'pod.files': 'opens at once',
  'pod.putFile': 'opens at once',
  'pod.saveFile': 'opens at once',
  'secret.reveal': 'changes nothing',
} satisfies Partial<Record<ActionKind, string>>;

/** An action on the page of an object. */
export interface TroubleCase {
  /** The kind, as an address names it. */
  readonly on: string;
  readonly name?: string;
  /** It is in no namespace: what is allowed there is bound for the whole cluster. */
  readonly isOfCluster?: true;
  /** Of Kubernetes' own roles only that of its administrators allows it: to whom may edit it is not offered. */
  readonly isBeyondEdit?: true;
  /** On the open page, where something else was shown below when it was done. */
  readonly shows?: (page: Page) => Promise<void>;
  readonly tab?: string;
  /** Beforehand, by somebody else. */
  readonly given?: () => Promise<unknown>;
  /** On the open page, what is there before anything is begun. */
  readonly opens?: (page: Page) => Promise<void>;
  /** On the open page, up to the dialog that says what the server thinks of it. */
  readonly begin: (page: Page) => Promise<void>;
  readonly confirm: string | RegExp;
  readonly request: { readonly method: 'POST' | 'PATCH' | 'DELETE'; readonly path: RegExp };
  /** What is so when it was done once. */
  readonly done: () => Promise<boolean>;
}

const press = (name: string) => (page: Page) => pressAction(page, name);

/** On kinds that the scenario has little of, with objects made for them. */
export function objectCases(cluster: () => Witness) {
  const objects = () => troubleObjects(cluster());
  return {
    'certificate.approve': {
      on: 'certificatesigningrequests',
      name: REQUEST,
      isOfCluster: true,
      given: () => objects().askForCertificate(),
      begin: press('Approve'),
      confirm: 'Approve',
      request: { method: 'PATCH', path: new RegExp(`/${REQUEST}/approval$`) },
      done: () => objects().isDecided('Approved'),
    },
    'certificate.deny': {
      on: 'certificatesigningrequests',
      name: REQUEST,
      isOfCluster: true,
      given: () => objects().askForCertificate(),
      begin: press('Deny'),
      confirm: 'Deny',
      request: { method: 'PATCH', path: new RegExp(`/${REQUEST}/approval$`) },
      done: () => objects().isDecided('Denied'),
    },
    'autoscaler.bounds': {
      on: 'horizontalpodautoscalers',
      name: AUTOSCALER,
      given: () => objects().makeAutoscaler(),
      begin: async page => {
        await press('Bounds…')(page);
        await page.getByRole('dialog').getByLabel('Most pods').fill('7');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Change bounds',
      request: { method: 'PATCH', path: new RegExp(`/horizontalpodautoscalers/${AUTOSCALER}$`) },
      done: async () => getPath(await objects().specOf(AUTOSCALER_PATH), 'maxReplicas') === 7,
    },
    'claim.grow': {
      on: 'persistentvolumeclaims',
      name: CLAIM,
      given: () => objects().makeClaim(),
      begin: async page => {
        await press('Grow…')(page);
        await page.getByRole('dialog').getByLabel('New size').fill('2Gi');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Grow',
      request: { method: 'PATCH', path: new RegExp(`/persistentvolumeclaims/${CLAIM}$`) },
      done: async () => getPath(await objects().specOf(CLAIM_PATH), 'resources', 'requests', 'storage') === '2Gi',
    },
    'secret.keys': {
      on: 'secrets',
      name: SECRET,
      given: () => objects().makeSecret(),
      opens: async page => {
        const isAllowed = page.waitForResponse(response => response.url().includes('/api/access'));
        await page.getByRole('button', { name: 'Change keys…' }).click();
        await isAllowed;
      },
      begin: async page => {
        await page.getByRole('group', { name: 'user' }).getByLabel('Key').fill('login');
        await page.getByRole('button', { name: 'Save', exact: true }).click();
      },
      confirm: 'Change keys',
      request: { method: 'PATCH', path: new RegExp(`/secrets/${SECRET}$`) },
      done: async () => getPath(await objects().get(SECRET_PATH), 'data', 'login') === 'YQ==',
    },
    'rbac.grant': {
      on: 'clusterroles',
      name: 'view',
      isOfCluster: true,
      given: () => objects().removeGrant(),
      begin: async page => {
        await press('Grant…')(page);
        const form = page.getByRole('dialog');
        await form.getByLabel('Name', { exact: true }).fill('eve');
        await form.getByLabel('In the namespace').fill('shop');
        await form.getByRole('button', { name: 'Preview the grant' }).click();
      },
      confirm: 'Grant',
      request: { method: 'POST', path: /\/namespaces\/shop\/rolebindings$/ },
      done: async () => getPath(await objects().get(GRANT_PATH), 'roleRef', 'name') === 'view',
    },
    'rbac.revoke': {
      on: 'clusterrolebindings',
      name: BINDING,
      isOfCluster: true,
      given: () => objects().makeBinding(),
      begin: async page => {
        await press('Revoke…')(page);
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Revoke',
      request: { method: 'PATCH', path: new RegExp(`/clusterrolebindings/${BINDING}$`) },
      done: async () => asArray(getPath(await objects().get(BINDING_PATH), 'subjects')).length === 0,
    },
  } satisfies Readonly<Record<string, TroubleCase>>;
}
