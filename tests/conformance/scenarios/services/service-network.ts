import { asArray, asNumber, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../../scenario.ts';

/** Ports that are asked for by number, of those that are drawn last; any other was drawn. */
const GIVEN = [30_011, 30_012, 30_013, 30_014, 30_015, 30_016];
const [FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH] = GIVEN as [number, number, number, number, number, number];
/** An address of the service network that nobody else asks for. */
const ADDRESS = '10.96.61.1';

const TWO = [
  { name: 'web', port: 80 },
  { name: 'dns', port: 53, protocol: 'UDP' },
];
const ONE = [{ port: 80 }];
const MERGE = 'application/merge-patch+json';

/** What a service is given of the cluster's addresses and of its nodes' ports, keeps, gives back, and may not have. */
export const SERVICE_NETWORK: Scenario = {
  name: 'service-network',
  run: async stage => {
    await created(stage);
    await refused(stage);
    await changed(stage);
    await replaced(stage);
    await addresses(stage);
  },
};

const pathOf = ({ namespace }: Stage, name = '') =>
  `/api/v1/namespaces/${namespace}/services${name === '' ? '' : `/${name}`}`;

/** What was drawn differs from cluster to cluster, and whether it was says enough. */
function shown(spec: JsonObject): unknown {
  const port = (value: unknown) => {
    const number = asNumber(value) ?? 0;
    return number === 0
      ? undefined
      : GIVEN.includes(number)
        ? number
        : number >= 30_000 && number <= 32_767
          ? 'drawn'
          : value;
  };
  const ports = asArray(spec['ports']).map(entry => {
    const { name, port: own, protocol, targetPort, nodePort } = asObject(entry);
    return { name, own, protocol, targetPort, nodePort: port(nodePort) };
  });
  return { ...spec, ports, healthCheckNodePort: port(spec['healthCheckNodePort']) };
}

async function see(stage: Stage, title: string, name: string): Promise<JsonObject> {
  const { body } = await stage.ask({ method: 'GET', path: pathOf(stage, name) });
  const spec = asObject(body['spec']);
  stage.look(title, shown(spec));
  return spec;
}

/** Of those that are taken. */
const MADE: Readonly<Record<string, JsonObject>> = {
  usual: { ports: TWO },
  'at-an-address': { clusterIP: ADDRESS, ports: ONE },
  headless: { clusterIP: 'None', selector: { app: 'a' }, ports: ONE },
  'headless-for-all': { clusterIP: 'None', ports: ONE },
  'another-name': { type: 'ExternalName', externalName: 'example.com' },
  'two-families-if-there-are': { ipFamilyPolicy: 'PreferDualStack', ports: ONE },
  'of-nodes': { type: 'NodePort', ports: TWO },
  'of-a-port': { type: 'NodePort', ports: [{ port: 80, nodePort: FIRST }] },
  'one-port-two-protocols': {
    type: 'NodePort',
    ports: [
      { name: 't', port: 53 },
      { name: 'u', port: 53, protocol: 'UDP', nodePort: SECOND },
    ],
  },
  balanced: { type: 'LoadBalancer', ports: ONE },
  'balanced-without-ports': { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: ONE },
  'balanced-at-a-port-without-ports': {
    ...{ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false },
    ports: [{ port: 80, nodePort: FIFTH }],
  },
  'balanced-locally': { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: ONE },
  'balanced-locally-at': {
    ...{ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: THIRD },
    ports: ONE,
  },
};

async function created(stage: Stage): Promise<void> {
  for (const [name, spec] of Object.entries(MADE)) {
    await stage.ask({ method: 'POST', path: pathOf(stage), body: { metadata: { name }, spec } });
    await see(stage, `made: ${name}`, name);
  }
  const dry = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: TWO };
  await stage.send('what one would be given', {
    ...{ method: 'POST', path: pathOf(stage), query: { dryRun: 'All' } },
    body: { metadata: { name: 'dry' }, spec: dry },
  });
}

const NODE = (nodePort: number) => ({ type: 'NodePort', ports: [{ port: 80, nodePort }] });

const REFUSED: Readonly<Record<string, JsonObject>> = {
  'an address that another has': { clusterIP: ADDRESS, ports: ONE },
  'an address of another network': { clusterIP: '192.168.1.1', ports: ONE },
  'another first address': { clusterIP: ADDRESS, clusterIPs: ['10.96.61.2'], ports: ONE },
  'addresses and no address': { clusterIPs: ['10.96.61.2'], ports: ONE },
  'another name with an address': { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.61.2' },
  'a port that another has': NODE(FIRST),
  'a port that is no node’s': NODE(80),
  'a port that a balanced one without ports has': NODE(FIFTH),
  'the first address of the network': { clusterIP: '10.96.0.0', ports: ONE },
  'the last address of the network': { clusterIP: '10.96.255.255', ports: ONE },
  'one number for two ports and protocols': {
    type: 'NodePort',
    ports: [
      { name: 'a', port: 80, nodePort: SIXTH },
      { name: 'b', port: 81, protocol: 'UDP', nodePort: SIXTH },
    ],
  },
  'one number for a port and for its health': {
    ...{ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: SIXTH },
    ports: [{ port: 80, nodePort: SIXTH }],
  },
  'a port of nodes for the inside': { ports: [{ port: 80, nodePort: FOURTH }] },
  'one port twice': {
    type: 'NodePort',
    ports: [
      { name: 'a', port: 80, nodePort: FOURTH },
      { name: 'b', port: 81, nodePort: FOURTH },
    ],
  },
  'headless of nodes': { type: 'NodePort', clusterIP: 'None', ports: ONE },
  'two families': { ipFamilyPolicy: 'RequireDualStack', ports: ONE },
  'the other family': { ipFamilies: ['IPv6'], ports: ONE },
  'two families as one': { ipFamilies: ['IPv4', 'IPv6'], ports: ONE },
  'two families of which one is missing': {
    ipFamilyPolicy: 'PreferDualStack',
    ipFamilies: ['IPv4', 'IPv6'],
    ports: ONE,
  },
  'a health check that nobody makes': { type: 'LoadBalancer', healthCheckNodePort: FOURTH, ports: ONE },
};

async function refused(stage: Stage): Promise<void> {
  for (const [title, spec] of Object.entries(REFUSED))
    for (const dryRun of [false, true])
      await stage.send(`refused: ${title}${dryRun ? ', without writing' : ''}`, {
        ...{ method: 'POST', path: pathOf(stage), ...(dryRun ? { query: { dryRun: 'All' } } : {}) },
        // One of them is taken when nothing is written: addresses of others are not looked at then.
        body: { metadata: { name: 'refused' }, spec },
      });
}

async function changed(stage: Stage): Promise<void> {
  const patch = async (title: string, name: string, spec: JsonObject) => {
    const { status, body } = await stage.ask({
      ...{ method: 'PATCH', path: pathOf(stage, name), type: MERGE, body: { spec } },
    });
    if (status !== 200) stage.look(`${title}: refused`, body);
    return see(stage, title, name);
  };
  const first = await patch('to nodes', 'usual', { type: 'NodePort' });
  const back = await patch('back inside', 'usual', { type: 'ClusterIP' });
  stage.look('its address stays meanwhile', first['clusterIP'] === back['clusterIP']);
  await patch('to another name', 'usual', { type: 'ExternalName', externalName: 'example.com' });
  await patch('back from another name', 'usual', { type: 'ClusterIP' });
  await patch('another address', 'at-an-address', { clusterIP: '10.96.61.3', clusterIPs: ['10.96.61.3'] });
  await patch('another address in one of its forms', 'at-an-address', { clusterIP: '10.96.61.3' });
  await patch('no address any more', 'at-an-address', { clusterIP: '', clusterIPs: null });
  await patch('headless with an address', 'headless', { clusterIP: '', clusterIPs: null });
  const before = { name: 'x', port: 81 };
  await patch('one more port before its own', 'of-a-port', {
    ports: [before, { name: 'y', port: 80, nodePort: FIRST }],
  });
  await patch('its ports without numbers', 'of-a-port', { ports: [before, { name: 'y', port: 80 }] });
  await patch('another number', 'of-a-port', { ports: [{ port: 80, nodePort: FOURTH }] });
  await patch('a number that another has', 'of-a-port', { ports: [{ port: 80, nodePort: SECOND }] });
  const protocols = [
    { name: 't', port: 53 },
    { name: 'u', port: 53, protocol: 'UDP' },
  ];
  const body = { metadata: { name: 'two-protocols' }, spec: { ports: protocols } };
  await stage.ask({ method: 'POST', path: pathOf(stage), body });
  const numbers = asArray((await patch('two protocols of nodes', 'two-protocols', { type: 'NodePort' }))['ports']);
  stage.look('each has a number of its own', new Set(numbers.map(port => asObject(port)['nodePort'])).size);
  const both = protocols.map(port => ({ ...port, nodePort: SIXTH }));
  await patch('one number for both', 'two-protocols', { ports: both });
  const twice = [
    { ...both[0], nodePort: SECOND + 50 },
    { name: 'u', port: 54, nodePort: SECOND + 50 },
  ];
  await patch('one number twice', 'two-protocols', { ports: twice });
  const local = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: SIXTH };
  await patch('its own number for its health', 'two-protocols', local);
  await patch('a balanced one inside', 'balanced', { type: 'ClusterIP' });
  await patch('a balanced one without ports of nodes', 'balanced-locally', { allocateLoadBalancerNodePorts: false });
  await patch('a balanced one from anywhere', 'balanced-locally-at', { externalTrafficPolicy: 'Cluster' });
  await patch('and locally again', 'balanced-locally-at', {
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: THIRD,
  });
  await patch('another port for its health', 'balanced-locally-at', { healthCheckNodePort: FIRST });
}

async function replaced(stage: Stage): Promise<void> {
  const path = pathOf(stage, 'of-a-port');
  const { body } = await stage.ask({ method: 'GET', path });
  const before = asObject(body['spec']);
  const given = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];
  const defaulted = ['externalTrafficPolicy', 'internalTrafficPolicy'];
  const left = Object.entries(before).filter(([field]) => ![...given, ...defaulted].includes(field));
  const spec: JsonObject = Object.fromEntries(left);
  const ports = asArray(spec['ports']).map(port => ({ ...asObject(port), nodePort: undefined }));
  await stage.ask({ method: 'PUT', path, body: { ...body, spec: { ...spec, ports } } });
  const kept = await see(stage, 'replaced without what it was given', 'of-a-port');
  stage.look('it keeps its address', kept['clusterIP'] === before['clusterIP']);
  const { body: now } = await stage.ask({ method: 'GET', path });
  const outside = { ...asObject(now['spec']), type: 'ExternalName', externalName: 'a.b' };
  await stage.ask({ method: 'PUT', path, body: { ...now, spec: outside } });
  await see(stage, 'replaced by another name, all else as it was', 'of-a-port');
}

async function addresses(stage: Stage): Promise<void> {
  const path = `/apis/networking.k8s.io/v1/ipaddresses`;
  await stage.send('an address is an object', { method: 'GET', path: `${path}/${ADDRESS}` });
  const { body } = await stage.ask({ method: 'GET', path });
  const owners = asArray(body['items'])
    .map(item => asObject(getPath(item, 'spec', 'parentRef')))
    .filter(({ namespace }) => namespace === stage.namespace);
  stage.look('who has addresses', owners);
  await stage.send('its service goes', { method: 'DELETE', path: pathOf(stage, 'at-an-address') });
  await stage.send('and it with it', { method: 'GET', path: `${path}/${ADDRESS}` });
  await stage.ask({
    ...{ method: 'POST', path: pathOf(stage) },
    body: { metadata: { name: 'heir' }, spec: { clusterIP: ADDRESS, ports: ONE } },
  });
  await see(stage, 'another has it then', 'heir');
}
