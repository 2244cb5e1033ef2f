import type { KubectlLine } from './kubectl-runner.ts';

/** Takes a file and changes what it finds there. */
export const EDITOR = 'sed -i s/registry.example/registry.edited/';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations: { simulation.lanthorn.dev/container: '{"log":"silent"}' }
    spec:
      containers: [{ name: main, image: 'registry.example/web:1', ports: [{ containerPort: 8080 }] }]
`;

const ONE = `apiVersion: v1
kind: Pod
metadata:
  name: one
  labels: { app: one }
  annotations: { simulation.lanthorn.dev/container: '{"log":"silent"}' }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: main, image: 'registry.example/one:1', env: [{ name: COLOUR, value: red }] }]
`;

const MAP = (name: string, labels = '') => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, labels: { ${labels} } }
data: { a: "1" }
---
`;

const ROLE = (verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [''], resources: [pods], verbs: [${verbs}] }]
`;

/** `openssl req -new -subj "/O=developers/CN=ada"`, of a key that nobody has any more. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkZrWVRCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJNOTV0QTZkNEdwdVpKUFV4cFIxS0U3Z0tBTGZTT0x3CmozazR6V3ltMkUxZStXdjZCNytLamh4UUM4OXFaTThLMVZkVC9GOEh1SHFueGZYZ05EODc3TkNnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUE0Z0JMWk9QVUFvVUlMWG5iK09Tc2N0SURwYU9INGZPZXgwYjVkU3dhdHpJQwpJRWEwZDB3ZkpzbklDSWJRVzdzUDlOeHUrQ08yb1BhT1c2MC80eU9lYTFjWAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

const CERTIFICATE_REQUEST = (name: string) => `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: ${name} }
spec:
  request: ${REQUEST}
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`;

/** What every command of kubectl does, with the flags that people use, in order: each line stands on those before it. */
export const HELP_LINES: readonly KubectlLine[] = [
  ['create namespace help'],
  ['wait --for=create serviceaccount/default --timeout=20s'],
  ['create -f -', WEB],
  ['create -f -', ONE],
  ['wait --for=condition=Ready pod/one --timeout=40s'],
  ['wait --for=condition=Available deployment/web --timeout=40s'],
  ['wait --for=delete pod/none --timeout=5s'],
  ['wait --for=condition=Nothing pod/one --timeout=1s'],
  ['version'],
  ['cluster-info'],
  ['cluster-info dump --namespaces=help --output-directory=FOLDER/dump'],
  ['top pods --selector=app=none'],
  ['api-resources --verbs=create --api-group=apps -o wide'],
  ['api-resources --categories=all'],
  ['get apiservices v1.batch v1.'],
  ['get flowschemas'],
  ['get prioritylevelconfigurations'],
  ['describe flowschema probes'],
  ['explain flowschema.spec --recursive'],
  ['explain apiservice.spec'],
  ['create -f -', CERTIFICATE_REQUEST('granted')],
  ['create -f -', CERTIFICATE_REQUEST('refused')],
  ['certificate approve granted'],
  ['certificate approve granted'],
  ['certificate approve granted --force'],
  ['certificate deny refused'],
  ['certificate approve refused'],
  ['certificate deny none'],
  ['get csr refused -o jsonpath={.status.conditions[*].reason}'],
  ['describe csr refused'],
  ['events --types=Warning'],
  ['events --for=pod/none'],
  ['get events --field-selector=type=Warning'],
  ['create -f - --save-config', MAP('a')],
  ['apply view-last-applied configmap/a'],
  ['apply view-last-applied configmap/none'],
  ['apply set-last-applied -f - --create-annotation', ONE],
  ['apply view-last-applied pod/one -o json'],
  ['apply edit-last-applied pod/one'],
  ['apply -f - --prune -l part=p', MAP('p', 'part: p') + MAP('q', 'part: p')],
  ['apply -f - --prune -l part=p', MAP('p', 'part: p')],
  ['apply -f - --dry-run=server', MAP('dry')],
  ['apply -f - --server-side --dry-run=server', MAP('a')],
  ['diff -f - --server-side', MAP('a', 'more: "1"')],
  ['create -f - --dry-run=server -o yaml', MAP('dry')],
  ['create -f - --validate=warn', `${MAP('warned').replace('---\n', '')}datta: {}\n`],
  ['replace -f - --force', MAP('a')],
  ['replace -f -', MAP('none')],
  ['get -f - -o name', MAP('a')],
  ['auth reconcile -f -', ROLE('get')],
  ['auth reconcile -f -', ROLE('list')],
  ['auth reconcile -f - --remove-extra-permissions', ROLE('list')],
  ['get role reader -o jsonpath={.rules}'],
  ['auth whoami'],
  ['auth can-i --list'],
  ['auth can-i get /metrics'],
  ['auth can-i create pods --subresource=exec --as=system:serviceaccount:help:default'],
  ['create rolebinding readers --role=reader --serviceaccount=help:default'],
  ['auth can-i list pods --as=system:serviceaccount:help:default'],
  ['auth can-i list pods --as=system:serviceaccount:help:default --all-namespaces'],
  ['set subject rolebinding readers --user=vera --group=all'],
  ['get rolebinding readers -o jsonpath={.subjects[*].name}'],
  ['set selector service none app=x'],
  ['expose deployment web --port=80 --target-port=8080'],
  ['expose pod one --port=80 --name=first --labels=app=one'],
  ['expose deployment web --port=80 --name=typed --type=NodePort --protocol=UDP --dry-run=server -o name'],
  ['set selector service web app=other'],
  ['set serviceaccount deployment web robot --dry-run=server'],
  ['set env deployment/web --from=configmap/a'],
  ['set env deployment/web --list'],
  ['set env deployment/web A-'],
  ['set resources deployment web --requests=cpu=1m,memory=1Mi'],
  ['set image deployment/web main=registry.example/web:2'],
  ['set image deployment/web nothing=registry.example/web:2'],
  ['wait --for=jsonpath={.status.updatedReplicas}=2 deployment/web --timeout=40s'],
  ['rollout status deployment/web --timeout=40s'],
  ['rollout history deployment/web'],
  ['rollout pause deployment/web'],
  ['rollout resume deployment/web'],
  ['rollout undo deployment/web --dry-run=server'],
  ['rollout restart deployment --selector=app=none'],
  ['scale deployment web --replicas=3 --resource-version=1'],
  ['scale deployment web --replicas=1 --current-replicas=2'],
  ['wait --for=jsonpath={.status.replicas}=1 deployment/web --timeout=40s'],
  ['autoscale deployment web --min=1 --max=3 --cpu=50%'],
  ['get hpa web -o jsonpath={.spec}'],
  ['label pods --all tier=x'],
  ['label pod one tier=y'],
  ['label pod one tier=y --overwrite'],
  ['label configmap p --list'],
  ['label pod one tier-'],
  ['label pod one tier- --resource-version=1'],
  ['annotate pod one note=x'],
  ['annotate pod one note=y --overwrite --dry-run=server'],
  ['annotate pod one note-'],
  ['get pods -o name --sort-by=.metadata.name'],
  ['get pods -l app=web -o go-template={{range.items}}{{.metadata.labels.app}}{{end}}'],
  ['get deployment web --subresource=scale'],
  ['get deployment web --subresource=status -o jsonpath={.kind}'],
  ['get configmaps --chunk-size=1 -o name'],
  ['get configmap a -o yaml --show-managed-fields'],
  ['get configmap a -o json'],
  ['get configmap a -o custom-columns-file=none'],
  ['get configmaps --watch-only --request-timeout=2s'],
  ['get configmaps -A -o name --field-selector=metadata.name=a'],
  ['get deployments,configmaps --show-kind --no-headers --selector=part=p'],
  ['get pods none one --ignore-not-found -o name'],
  ['get pods --label-columns=app --selector=app=none'],
  ['get namespaces help --output-watch-events --watch --request-timeout=2s -o name'],
  ['get --raw /api/v1/namespaces/help/configmaps/none'],
  ['patch deployment web --subresource=scale --type=merge --patch={"spec":{"replicas":2}}'],
  ['patch pod one --patch={"spec":{"containers":[{"name":"main","image":"registry.example/one:2"}]}}'],
  ['patch pod one --patch={"spec":{"hostNetwork":true}}'],
  ['patch configmap a --type=json --patch=[{"op":"test","path":"/data/a","value":"2"}]'],
  ['edit configmap none'],
  ['edit deployment web --output-patch'],
  ['logs one --tail=0 --timestamps'],
  ['logs one --previous'],
  ['logs one --all-containers --prefix --tail=0 --since=1s'],
  ['logs -l app=none'],
  ['logs job/none'],
  ['exec one -- sh -c printenv${IFS}COLOUR'],
  ['exec deployment/none -- hostname'],
  ['exec one -c nothing -- true'],
  ['cp - one:/tmp/file'],
  ['cp one:/tmp/file FOLDER/file'],
  ['attach one -c nothing'],
  ['attach none'],
  ['port-forward one 0:70000'],
  ['port-forward none 8080'],
  ['debug one --image=registry.example/tools:1 -c tools --target=main -- sleep 1'],
  ['get pod one -o jsonpath={.spec.ephemeralContainers[*].targetContainerName}'],
  ['debug one --image=registry.example/tools:1 -c tools -- sleep 1'],
  ['debug one --copy-to=two --image=registry.example/tools:1 -c tools --share-processes -- sleep 1'],
  ['get pod two -o jsonpath={.spec.shareProcessNamespace}{.spec.containers[*].name}'],
  ['debug one --copy-to=three --set-image=main=registry.example/one:9'],
  ['get pod three -o jsonpath={.spec.containers[*].image}'],
  ['debug node/node-0 --image=registry.example/tools:1 --profile=general -- sleep 1'],
  ['debug node/none --image=registry.example/tools:1'],
  ['run quick --image=registry.example/quick:1 --restart=Never --env=A=b --labels=app=quick --command -- sleep 1'],
  ['get pod quick -o jsonpath={.spec.containers[0].command}{.spec.restartPolicy}'],
  ['run served --image=registry.example/quick:1 --port=80 --expose --dry-run=server'],
  ['create job j --image=registry.example/quick:1 --dry-run=server -o name'],
  ['create token default --audience=a --duration=10m --bound-object-kind=Pod --bound-object-name=none'],
  ['create token default --duration=1s'],
  ['create secret generic literal --from-literal=a=b --type=example.com/own'],
  ['create clusterrole adding --aggregation-rule=a=b --dry-run=server -o name'],
  ['create quota scoped --hard=pods=1 --scopes=BestEffort'],
  ['create ingress tls --rule=a.example/*=web:80,tls=secret --class=nginx --annotation=a=b'],
  ['describe ingress tls'],
  ['describe apiservice v1.batch'],
  ['describe configmaps -l part=p'],
  ['describe pods none'],
  ['cordon node-1'],
  ['get node node-1 -o jsonpath={.spec.taints[*].key}', undefined, 'unschedulable'],
  ['cordon --selector=a=none'],
  ['drain node-1 --dry-run=client --ignore-daemonsets --delete-emptydir-data --force --pod-selector=app=none'],
  ['uncordon node-1'],
  ['wait --for=jsonpath={.spec.taints}= node/node-1 --timeout=1s'],
  ['taint nodes --all spare=yes:PreferNoSchedule'],
  ['taint nodes --all spare=no:PreferNoSchedule --overwrite'],
  ['taint nodes --all spare-'],
  ['delete configmaps -l part=p'],
  ['delete configmaps --all --dry-run=server'],
  ['delete pod two --force --grace-period=0'],
  ['delete pods -l app=quick --now'],
  ['delete -f -', MAP('a')],
  ['delete deployment web --cascade=foreground --wait=false'],
  ['delete --raw /api/v1/namespaces/help/configmaps/none'],
  ['delete csr granted refused'],
  ['delete namespace help --timeout=40s'],
];
