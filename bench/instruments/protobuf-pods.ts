/** What a row of pods is made of, read out of a PodList in the binary encoding without building the rest: the least that it costs. */
export interface ProtobufPod {
  name: string;
  namespace: string;
  uid: string;
  nodeName: string;
  phase: string;
  restarts: number;
  labels: Record<string, string>;
}

/** `k8s\0`, then an envelope whose second field is the list (runtime.Unknown). */
const MAGIC_BYTES = 4;

/** Field numbers: k8s.io/api/core/v1 and k8s.io/apimachinery/pkg/apis/meta/v1, generated.proto. */
export function readPods(bytes: Buffer): ProtobufPod[] {
  const pods: ProtobufPod[] = [];
  const reader = new Reader(bytes);
  reader.fields(MAGIC_BYTES, bytes.length, (envelope, from, to) => {
    if (envelope !== 2) return;
    reader.fields(from, to, (list, itemFrom, itemTo) => {
      if (list === 2) pods.push(readPod(reader, itemFrom, itemTo));
    });
  });
  return pods;
}

function readPod(reader: Reader, from: number, to: number): ProtobufPod {
  const pod: ProtobufPod = { name: '', namespace: '', uid: '', nodeName: '', phase: '', restarts: 0, labels: {} };
  reader.fields(from, to, (part, partFrom, partTo) => {
    if (part === 1) reader.fields(partFrom, partTo, (field, a, b) => readMeta(reader, pod, { field, a, b }));
    if (part === 2)
      reader.fields(partFrom, partTo, (field, a, b) => {
        if (field === 10) pod.nodeName = reader.text(a, b);
      });
    if (part === 3)
      reader.fields(partFrom, partTo, (field, a, b) => {
        if (field === 1) pod.phase = reader.text(a, b);
        if (field === 8)
          reader.fields(a, b, (status, value) => {
            if (status === 5) pod.restarts += value;
          });
      });
  });
  return pod;
}

function readMeta(reader: Reader, pod: ProtobufPod, { field, a, b }: { field: number; a: number; b: number }): void {
  if (field === 1) pod.name = reader.text(a, b);
  if (field === 3) pod.namespace = reader.text(a, b);
  if (field === 5) pod.uid = reader.text(a, b);
  if (field !== 11) return;
  let key = '';
  reader.fields(a, b, (part, from, to) => {
    if (part === 1) key = reader.text(from, to);
    else pod.labels[key] = reader.text(from, to);
  });
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('latin1', from, to);
  }

  /** Of a field of bytes where they are, of a number (up to 32 bits) the number. */
  fields(from: number, to: number, visit: (field: number, a: number, b: number) => void): void {
    let at = from;
    while (at < to) {
      this.#at = at;
      const tag = this.#varint();
      const wire = tag & 7;
      if (wire === 2) {
        const length = this.#varint();
        const start = this.#at;
        at = start + length;
        visit(tag >>> 3, start, at);
      } else if (wire === 0) {
        const value = this.#varint();
        at = this.#at;
        visit(tag >>> 3, value, 0);
      } else at = this.#at + (wire === 1 ? 8 : 4);
    }
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
