import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { requestedSubject } from '@lanthorn/views/kinds/certificates.k8s.io/requested-subject.ts';
import type { ActionRecord, Message, ObjectTarget, Right } from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import type { ObjectState } from '../machinery/object-state.ts';

const GROUP = 'certificates.k8s.io';
/** What it signs is who one is to this API server. */
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

type Decision = 'Approved' | 'Denied';

interface DecisionOptions<Kind extends string> {
  readonly kind: Kind;
  readonly decision: Decision;
  readonly verb: 'approve' | 'deny';
  readonly effects: (request: KubeObject) => Message[];
}

const approvalRight = (target: ObjectTarget) => partRight(target, { verb: 'patch', part: 'approval' });

/** For that signer, or for all of its domain: the API server asks for either. */
function signerRights({ signer }: ObjectState): Right[] {
  if (signer === null || signer === '') return [];
  const names = [signer, `${signer.split('/')[0] ?? ''}/*`];
  return names.map(name => ({ verb: 'approve', group: GROUP, resource: 'signers', namespace: '', name }));
}

const isDecided = (request: unknown, decision: Decision) => findCondition(request, decision)?.['status'] === 'True';

function decisionRecord<Kind extends string>(options: DecisionOptions<Kind>): ActionRecord<Kind> {
  const { kind, decision, verb, effects } = options;
  return {
    kind,
    isOffered: true,
    isAwaited: true,
    key: null,
    form: null,
    tone: 'plain',
    guard: null,
    appliesTo: resource => groupResource(resource) === `certificatesigningrequests.${GROUP}`,
    fits: state => state.isDecided !== true,
    right: approvalRight,
    oneOf: signerRights,
    needs: 'present',
    goneIsDone: false,
    plan: ({ target }, request, { context }) => {
      const { resource, name, uid } = target;
      const { resourceVersion } = request.metadata;
      const said = {
        type: decision,
        status: 'True',
        reason: `Lanthorn${verb === 'approve' ? 'Approve' : 'Deny'}`,
        message: `This request was ${decision.toLowerCase()} with Lanthorn.`,
      };
      const conditions = [...asArray(getPath(request, 'status', 'conditions')), said];
      return {
        request: {
          method: 'PATCH',
          path: resourcePath({ ...resource, namespace: '', name, subresource: 'approval' }),
          headers: { 'content-type': 'application/merge-patch+json' },
          // The version guards the list, which is sent whole: nobody's word is lost, and none is decided twice.
          body: writeJson({ metadata: { uid, resourceVersion }, status: { conditions } }),
        },
        right: approvalRight(target),
        effects: [...effects(request), { key: 'effect.decisionStays', values: {} }],
        kubectl: kubectlLine({ namespace: '' }, context, ['certificate', verb, name]),
        confirmation: { type: 'condition', condition: decision },
        isDone: isDecided(request, decision),
        clashes: [],
      };
    },
    isOwnWork: ({ target }, request) => request.metadata.uid === target.uid && isDecided(request, decision),
    follows: null,
    // The API server lets no decision be taken away.
    inverse: () => null,
  };
}

/** Who asks, of whom, and what the certificate would be good for. */
function approved(request: KubeObject): Message[] {
  const text = (field: string) => asString(getPath(request, 'spec', field));
  const signer = text('signerName');
  const usages = asArray(getPath(request, 'spec', 'usages'))
    .map(asString)
    .join(', ');
  const subject = requestedSubject(request);
  return [
    { key: 'effect.certificateMayBeIssued', values: { signer, user: text('username'), usages } },
    subject === null
      ? { key: 'effect.subjectUnknown', values: {} }
      : {
          key: signer === CLIENT_SIGNER ? 'effect.signsInAs' : 'effect.certificateNames',
          values: { name: subject.commonName || '–', groups: subject.organizations.join(', ') || '–' },
        },
  ];
}

/** Lets the signer issue the certificate that is asked for. */
export const APPROVE_REQUEST = decisionRecord({
  kind: 'certificate.approve',
  decision: 'Approved',
  verb: 'approve',
  effects: approved,
});

/** The signer shall issue nothing. */
export const DENY_REQUEST = decisionRecord({
  kind: 'certificate.deny',
  decision: 'Denied',
  verb: 'deny',
  effects: ({ metadata }) => [{ key: 'effect.requestDenied', values: { name: metadata.name ?? '' } }],
});
