import { Command, InvalidArgumentError, Option } from 'commander';
import { KEEP_RUNS } from '../history/open-history.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly host: string;
  readonly demo: boolean;
  readonly kubeconfig: readonly string[];
  readonly context?: string;
  readonly data?: string;
  readonly packs?: string;
  /** Nowhere anything is changed. */
  readonly readOnly: boolean;
  readonly readOnlyIn: readonly string[];
  /** `CONTEXT=ACTION,ACTION`. */
  readonly allow: readonly string[];
  readonly reasonIn: readonly string[];
  /** A file, or `-`. */
  readonly auditLog?: string;
  readonly keepRuns: number;
  readonly open: boolean;
  readonly logLevel: string;
}

export interface ScheduleOptions {
  readonly timeZone: string;
  readonly from?: string;
  readonly count: number;
  readonly json: boolean;
  readonly stdin: boolean;
}

export interface Commands {
  serve(options: ServeOptions): Promise<void>;
  checkPacks(files: readonly string[]): void;
  schedule(spec: string | undefined, options: ScheduleOptions, command: Command): Promise<void>;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number from 0 is expected.');
  return Number(text);
}

function count(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('A whole number from 1 is expected.');
  return Number(text);
}

/** The command line: what `--help` says is all there is. */
export function createProgram(version: string, commands: Commands): Command {
  const program = new Command('lanthorn')
    .description('A live console for Kubernetes. Without a kubeconfig it opens an embedded demo cluster.')
    .version(version)
    .showHelpAfterError('(lanthorn --help shows all options)')
    .option('--port <number>', 'port to listen on (default: 7420, or the next free one; 0 takes any)', portNumber)
    .option('--host <address>', 'address to listen on; only loopback, since there is no sign-in yet', '127.0.0.1')
    .option('--demo', 'open the embedded demo cluster, whatever kubeconfig there is', false)
    .addOption(
      new Option('--kubeconfig <file>', 'kubeconfig file; may be repeated')
        .argParser((file: string, files: readonly string[]) => [...files, file])
        .default([], '$KUBECONFIG, else ~/.kube/config'),
    )
    .option('--context <name>', 'context to open first (default: the current context)')
    .option('--read-only', 'change nothing in any cluster, whatever the kubeconfig allows', false)
    .addOption(
      new Option('--read-only-in <context>', 'change nothing in this one; may be repeated')
        .argParser((name: string, names: readonly string[]) => [...names, name])
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--allow <context=actions>',
        'do only these in this context, such as prod=workload.scale,pod.*; may be repeated (docs/ACTIONS.md names them)',
      )
        .argParser((text: string, texts: readonly string[]) => [...texts, text])
        .default([], 'everything'),
    )
    .addOption(
      new Option('--reason-in <context>', 'ask for a reason for each change in this one, and keep it; may be repeated')
        .argParser((name: string, names: readonly string[]) => [...names, name])
        .default([], 'none'),
    )
    .option(
      '--audit-log <file>',
      'append a line of JSON for each operation to this file, or write it to standard output for "-"',
    )
    .option(
      '--data <folder>',
      'where operations, runs, presets and settings are kept (default: the data folder of the system)',
    )
    .option('--packs <folder>', 'packs of your own: YAML files that say how kinds are shown (docs/PACKS.md)')
    .option(
      '--keep-runs <number>',
      'finished runs kept of each CronJob, with their last log lines',
      wholeNumber,
      KEEP_RUNS,
    )
    .option('--no-open', 'do not open a browser')
    .addOption(
      new Option('--log-level <level>', 'how much to say on standard error')
        .choices(['silent', 'error', 'warn', 'info', 'debug'])
        .default('warn'),
    )
    .action((options: ServeOptions) => commands.serve(options));
  program
    .command('schedule')
    .description('Print the next runs of a CronJob schedule, exactly as the CronJob controller reads it.')
    .argument('[spec]', 'the schedule, such as "30 2 * * *" or "@hourly"')
    .option('--time-zone <zone>', 'IANA time zone of the CronJob', '')
    .option('--from <time>', 'RFC 3339 time after which to look (default: now)')
    .option('--count <number>', 'how many runs', count, 5)
    .option('--json', 'print {"next": […]} or {"error": …}', false)
    .option('--stdin', 'read JSON lines {"spec","timeZone","from","count"} and answer one line each', false)
    .addHelpText('after', '\nExit code 1 when the schedule or the zone cannot be read; "never" when it never runs.')
    .action((spec: string | undefined, options: ScheduleOptions, command: Command) =>
      commands.schedule(spec, options, command),
    );
  program
    .command('pack')
    .description('What says how kinds of other projects are shown (docs/PACKS.md).')
    .command('check')
    .description('Say what is wrong with packs; exit code 1 where something is.')
    .argument('<file...>', 'YAML files')
    .action((files: string[]) => commands.checkPacks(files));
  return program;
}
