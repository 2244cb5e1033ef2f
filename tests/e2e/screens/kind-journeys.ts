/** From a list to an object, to another that it has to do with, and back. */
export interface KindJourney {
  /** Of the list. */
  readonly list: string;
  readonly object: string;
  readonly heading: string;
  /** What its page has of its own. */
  readonly shows: string;
  /** Where the link leads that is followed: a part of its address. */
  readonly onward: string;
}

/** In the demo's scenario. */
export const KIND_JOURNEYS: readonly KindJourney[] = [
  {
    ...{ list: 'namespaces', object: 'shop', heading: 'Namespace shop' },
    ...{ shows: '[data-testid=latest-changes]', onward: '/deployments?' },
  },
  {
    ...{ list: 'nodes', object: 'node-1', heading: 'Node node-1' },
    ...{ shows: '[data-testid=capacity]', onward: '/pods/' },
  },
  {
    ...{ list: 'services?ns=shop', object: 'storefront', heading: 'Service storefront' },
    ...{ shows: '[data-testid=service-path]', onward: '/pods/shop/' },
  },
  {
    ...{ list: 'ingresses?ns=shop', object: 'shop.example.com', heading: 'Ingress shop' },
    ...{ shows: '[data-testid=ingress-path]', onward: '/services/shop/' },
  },
  {
    ...{ list: 'horizontalpodautoscalers', object: 'storefront', heading: 'HorizontalPodAutoscaler storefront' },
    ...{ shows: '[data-testid=meters]', onward: '/deployments/shop/' },
  },
  {
    ...{ list: 'poddisruptionbudgets?ns=shop', object: 'checkout', heading: 'PodDisruptionBudget checkout' },
    ...{ shows: '[data-testid=meters]', onward: '/pods/shop/' },
  },
  {
    ...{ list: 'configmaps?ns=shop', object: 'settings-1', heading: 'ConfigMap settings-1' },
    ...{ shows: '[data-testid=data-keys]', onward: '/namespaces/' },
  },
  {
    ...{ list: 'secrets?ns=shop', object: 'database', heading: 'Secret database' },
    ...{ shows: '[data-testid=data-keys]', onward: '/namespaces/' },
  },
  {
    ...{ list: 'persistentvolumeclaims', object: 'reports', heading: 'PersistentVolumeClaim reports' },
    ...{ shows: '[data-testid=chain]', onward: '/persistentvolumes/' },
  },
  {
    ...{ list: 'serviceaccounts?ns=shop', object: 'deployer', heading: 'ServiceAccount deployer' },
    ...{ shows: '[data-testid=rights]', onward: '/roles/shop/deployer' },
  },
  {
    ...{ list: 'rolebindings?ns=shop', object: 'deployer', heading: 'RoleBinding deployer' },
    ...{ shows: '[data-testid=binding-role] li', onward: '/rights?' },
  },
  {
    ...{ list: 'roles?ns=shop', object: 'deployer', heading: 'Role deployer' },
    ...{ shows: '[data-testid=rules] li', onward: '/namespaces/' },
  },
];
