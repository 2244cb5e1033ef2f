import { at, time, type ColumnsOfKinds } from './test-columns.ts';

/** Services, ways in, policies of networks. */
export const NETWORK_COLUMNS: ColumnsOfKinds = {
  services: {
    object: {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.0.171.239',
        externalIPs: ['198.51.100.32'],
        selector: { 'app.kubernetes.io/name': 'web' },
        sessionAffinity: 'ClientIP',
        ipFamilies: ['IPv4', 'IPv6'],
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Local',
        loadBalancerClass: 'example.com/internal',
        ports: [
          { name: 'http', port: 80, targetPort: 9376, nodePort: 30061, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.127' }] } },
    },
    cells: {
      type: 'LoadBalancer',
      status: { status: 'Provisioned', tone: 'ok' },
      clusterIp: '10.0.171.239',
      externalIp: '192.0.2.127,198.51.100.32',
      ports: '80:30061/TCP,53/UDP',
      selector: 'app.kubernetes.io/name=web',
      families: 'IPv4, IPv6',
      affinity: 'ClientIP',
      internalTraffic: 'Cluster',
      externalTraffic: 'Local',
      balancerClass: 'example.com/internal',
      why: null,
      since: null,
    },
    facets: ['type', 'status'],
    hidden: ['families', 'affinity', 'internalTraffic', 'externalTraffic', 'balancerClass', 'why', 'since'],
    types: { status: 'status', since: 'time' },
    sections: ['servicePath'],
  },
  ingresses: {
    object: {
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['foo.bar.com'], secretName: 'testsecret-tls' }],
        defaultBackend: { resource: { apiGroup: 'k8s.example.com', kind: 'StorageBucket', name: 'static-assets' } },
        rules: [
          {
            host: 'foo.bar.com',
            http: {
              paths: [
                {
                  path: '/foo',
                  pathType: 'Prefix',
                  backend: { service: { name: 'service1', port: { number: 4200 } } },
                },
                {
                  path: '/bar',
                  pathType: 'Prefix',
                  backend: { service: { name: 'service2', port: { name: 'http' } } },
                },
              ],
            },
          },
          { host: 'foo.bar.com', http: { paths: [{ backend: { service: { name: 'service3' } } }] } },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.123' }, { hostname: 'lb.example' }] } },
    },
    cells: {
      class: 'nginx',
      hosts: 'foo.bar.com',
      address: '203.0.113.123,lb.example',
      ports: '80, 443',
      routes:
        'foo.bar.com/foo → service1:4200, foo.bar.com/bar → service2:http, foo.bar.com/ → service3, * → StorageBucket/static-assets',
      tlsSecrets: 'testsecret-tls',
    },
    bare: { hosts: '*', ports: '80' },
    facets: ['class'],
    hidden: ['tlsSecrets'],
    leads: { class: 'networking.k8s.io/v1 IngressClass nginx' },
    sections: ['ingressPath'],
  },
  ingressclasses: {
    object: {
      metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: {
        controller: 'example.com/ingress-controller',
        parameters: { apiGroup: 'k8s.example.com', kind: 'IngressParameters', name: 'external-lb' },
      },
    },
    cells: {
      controller: 'example.com/ingress-controller',
      default: true,
      parameters: 'IngressParameters.k8s.example.com/external-lb',
    },
    bare: { default: false },
    facets: ['controller', 'default'],
    types: { default: 'boolean' },
    sections: ['usedBy'],
  },
  networkpolicies: {
    object: {
      spec: {
        podSelector: { matchLabels: { role: 'db' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              { ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.1.0/24'] } },
              {
                namespaceSelector: { matchLabels: { project: 'myproject' } },
                podSelector: { matchLabels: { role: 'client' } },
              },
            ],
            ports: [{ protocol: 'TCP', port: 6379 }],
          },
          {},
        ],
        egress: [
          { to: [{ podSelector: {} }], ports: [{ protocol: 'UDP', port: 32000, endPort: 32768 }, { port: 'dns' }, {}] },
        ],
      },
    },
    cells: {
      pods: 'role=db',
      directions: 'Ingress, Egress',
      ingress: '172.17.0.0/16 !172.17.1.0/24, namespaces(project=myproject) pods(role=client): 6379/TCP; *',
      egress: 'pods(*): 32000-32768/UDP, dns/TCP, */TCP',
    },
    facets: ['directions'],
  },
  endpointslices: {
    object: {
      metadata: { labels: { 'kubernetes.io/service-name': 'example' } },
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port: 80 }, { name: 'metrics' }, {}],
      endpoints: [
        { addresses: ['10.1.2.3'], conditions: { ready: true } },
        { addresses: ['10.1.2.4', '10.1.2.5'], conditions: {} },
        { addresses: ['10.1.2.6'], conditions: { ready: false } },
      ],
    },
    cells: {
      status: { status: 'PartlyReady', tone: 'active' },
      addressType: 'IPv4',
      ports: '80,metrics,*',
      addresses: '10.1.2.3,10.1.2.4,10.1.2.5,10.1.2.6',
      ready: '2/3',
      service: 'example',
    },
    bare: { status: { status: 'Empty', tone: 'muted' }, ready: '0/0' },
    facets: ['status', 'addressType'],
    types: { status: 'status' },
    leads: { service: 'v1 Service n/example' },
  },
  endpoints: {
    object: {
      subsets: [{ addresses: [{ ip: '10.1.2.3' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports: [{ port: 80 }] }],
    },
    cells: { status: { status: 'PartlyReady', tone: 'active' }, addresses: '10.1.2.3:80' },
    bare: { status: { status: 'Empty', tone: 'muted' } },
    facets: ['status'],
    types: { status: 'status' },
  },
  ipaddresses: {
    object: {
      spec: { parentRef: { group: 'Apps.example', resource: 'Services', namespace: 'default', name: 'kubernetes' } },
    },
    cells: { parent: 'services.apps.example/default/kubernetes' },
  },
  servicecidrs: {
    object: {
      spec: { cidrs: ['10.96.0.0/16', 'fd00:10::/112'] },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    },
    cells: { status: { status: 'Ready', tone: 'ok' }, cidrs: '10.96.0.0/16, fd00:10::/112', why: null, since: null },
    bare: { status: { status: 'NotReady', tone: 'warning' } },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', since: 'time' },
  },
  'gatewayclasses.gateway.networking.k8s.io': {
    object: {
      spec: { controllerName: 'example.com/gateway-controller', description: 'for all' },
      status: {
        conditions: [
          {
            type: 'Accepted',
            status: 'False',
            reason: 'InvalidParameters',
            message: 'no such',
            lastTransitionTime: time('09:00'),
          },
        ],
      },
    },
    cells: {
      status: { status: 'InvalidParameters', tone: 'bad' },
      controller: 'example.com/gateway-controller',
      description: 'for all',
      why: 'InvalidParameters: no such',
      since: at('09:00'),
    },
    bare: { status: { status: 'Unknown', tone: 'muted' } },
    facets: ['status', 'controller'],
    hidden: ['why', 'since'],
    types: { status: 'status', since: 'time' },
  },
  'gateways.gateway.networking.k8s.io': {
    object: {
      spec: {
        gatewayClassName: 'example',
        listeners: [
          { name: 'http', protocol: 'HTTP', port: 80 },
          { name: 'https', protocol: 'HTTPS', port: 443 },
        ],
      },
      status: {
        addresses: [{ value: '192.0.2.1' }, { value: 'gw.example' }],
        conditions: [
          {
            type: 'Programmed',
            status: 'False',
            reason: 'AddressNotAssigned',
            message: 'no address',
            lastTransitionTime: time('09:00'),
          },
        ],
      },
    },
    cells: {
      status: { status: 'AddressNotAssigned', tone: 'warning' },
      class: 'example',
      address: '192.0.2.1,gw.example',
      listeners: 'HTTP:80, HTTPS:443',
      why: 'AddressNotAssigned: no address',
      since: at('09:00'),
    },
    bare: { status: { status: 'Unknown', tone: 'muted' } },
    facets: ['status', 'class'],
    hidden: ['why', 'since'],
    types: { status: 'status', since: 'time' },
    leads: { class: 'gateway.networking.k8s.io/v1 GatewayClass example' },
    sections: ['gatewayListeners'],
  },
  'httproutes.gateway.networking.k8s.io': {
    object: {
      spec: {
        parentRefs: [
          { name: 'eg', namespace: 'infra' },
          { name: 'mesh', kind: 'Service' },
        ],
        hostnames: ['www.example.com', 'example.com'],
        rules: [
          {
            backendRefs: [
              { name: 'cart', port: 80 },
              { name: 'cart', port: 80 },
            ],
          },
          { backendRefs: [{ name: 'static' }] },
        ],
      },
      status: {
        parents: [
          {
            conditions: [
              { type: 'Accepted', status: 'True' },
              {
                type: 'ResolvedRefs',
                status: 'False',
                reason: 'BackendNotFound',
                message: 'no static',
                lastTransitionTime: time('09:00'),
              },
            ],
          },
        ],
      },
    },
    cells: {
      status: { status: 'BackendNotFound', tone: 'bad' },
      hosts: 'www.example.com, example.com',
      parents: 'infra/eg, mesh',
      rules: 2,
      backends: 'cart:80, static',
      why: 'BackendNotFound: no static',
      since: at('09:00'),
    },
    bare: { status: { status: 'NotAttached', tone: 'warning' }, rules: 0 },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', rules: 'number', since: 'time' },
    leads: { parents: 'gateway.networking.k8s.io/v1 Gateway infra/eg' },
    sections: ['routePath'],
  },
  'grpcroutes.gateway.networking.k8s.io': {
    object: {
      spec: {
        parentRefs: [{ name: 'eg' }],
        hostnames: ['grpc.example.com'],
        rules: [{ backendRefs: [{ name: 'login', port: 50051 }] }],
      },
      status: {
        parents: [
          {
            conditions: [
              {
                type: 'Accepted',
                status: 'False',
                reason: 'NotAllowedByListeners',
                message: 'of another namespace',
                lastTransitionTime: time('09:00'),
              },
              { type: 'ResolvedRefs', status: 'True' },
            ],
          },
        ],
      },
    },
    cells: {
      status: { status: 'NotAllowedByListeners', tone: 'bad' },
      hosts: 'grpc.example.com',
      parents: 'eg',
      rules: 1,
      backends: 'login:50051',
      why: 'NotAllowedByListeners: of another namespace',
      since: at('09:00'),
    },
    bare: { status: { status: 'NotAttached', tone: 'warning' }, rules: 0 },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', rules: 'number', since: 'time' },
    leads: { parents: 'gateway.networking.k8s.io/v1 Gateway n/eg' },
    sections: ['routePath'],
  },
  'referencegrants.gateway.networking.k8s.io': {
    object: {
      spec: {
        from: [
          { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'foo' },
          { group: '', kind: 'Gateway', namespace: 'infra' },
        ],
        to: [
          { group: '', kind: 'Secret', name: 'tls' },
          { group: 'apps', kind: 'Deployment' },
        ],
      },
    },
    cells: { from: 'gateway.networking.k8s.io/HTTPRoute/foo, Gateway/infra', to: 'Secret/tls, apps/Deployment' },
  },
};
