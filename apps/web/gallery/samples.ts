/** What the parts say in the gallery, in both languages, short and long. */
export interface Samples {
  readonly verb: string;
  readonly other: string;
  readonly destroy: string;
  readonly why: string;
  readonly label: string;
  readonly help: string;
  readonly error: string;
  readonly value: string;
  readonly sentence: string;
  readonly title: string;
  readonly long: string;
  readonly choices: readonly string[];
}

export const SAMPLES: Readonly<Record<'en' | 'zh-CN', Samples>> = {
  en: {
    verb: 'Run now',
    other: 'Schedule…',
    destroy: 'Drain 23 pods',
    why: 'The right to patch cronjobs.batch in shop is missing.',
    label: 'Image',
    help: 'With its tag',
    error: 'No such image: checkout:4.3.0',
    value: 'registry.example/shop/checkout:4.3.0',
    sentence: 'All 5 new pods exit with 1. The rollout stops at its deadline in 4m12s.',
    title: 'Not well since revision 12',
    long: 'a-name-that-is-as-long-as-kubernetes-lets-a-name-be-and-that-must-be-cut-or-broken-without-pushing-anything-away',
    choices: ['Europe/Berlin', 'Europe/Paris', 'Asia/Shanghai'],
  },
  'zh-CN': {
    verb: '立即运行',
    other: '修改计划…',
    destroy: '驱逐 23 个 Pod',
    why: '缺少在 shop 中修改 cronjobs.batch 的权限。',
    label: '镜像',
    help: '包括标签',
    error: '没有这个镜像：checkout:4.3.0',
    value: 'registry.example/shop/checkout:4.3.0',
    sentence: '5 个新 Pod 都以 1 退出。发布将在 4m12s 后到达期限而停止。',
    title: '自修订版 12 起异常',
    long: '这是一个很长的名称它必须被截断或者换行而不能把旁边的任何东西挤走'.repeat(3),
    choices: ['Europe/Berlin', 'Europe/Paris', 'Asia/Shanghai'],
  },
};

export interface SheetProps {
  readonly words: Samples;
}
