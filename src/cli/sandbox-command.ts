/** `muster sandbox`: everything, with the outside world simulated and nothing to configure. */
import { resolve } from 'node:path'
import { type Sandbox, startSandbox } from '../../sim/sandbox.ts'
import { posixQuoted } from '../plan/posix-quote.ts'
import { createLogger } from './logger.ts'
import { musterCall } from './muster-call.ts'
import { during, type Progress, SILENT } from './progress.ts'
import { untilStopped } from './until-stopped.ts'

export interface SandboxCommandOptions {
  /** Plan files; none: the example plans. */
  plans: readonly string[]
  /** 0 takes a free one. */
  port: number
  /** Where the embedded database and local files live. */
  dataDir: string
  /** The contract as one line of JSON, and nothing else on standard output. */
  json: boolean
  /** The steps of every plan are carried out on this machine, not only the patient's. */
  runActions: boolean
  /** Makes a PDF of each review; absent: there are none. */
  chromium?: string | undefined
  /** What steps can be handed. */
  environment: Readonly<Record<string, string | undefined>>
  write: (text: string) => void
  /** Hears that it starts. */
  progress?: Progress
}

/** Resolves to the exit code once it has been stopped. Rejects with one sentence when it cannot start. */
export async function runSandbox(options: SandboxCommandOptions): Promise<number> {
  const { plans, port, dataDir, json, runActions, chromium, environment, write, progress = SILENT } = options
  const muster = musterCall(environment.npm_lifecycle_event)
  // From here on a signal waits for the start to end, so that no simulator is left behind.
  const stopped = untilStopped()
  const logger = createLogger('warn', 2)
  const asked = {
    ...{ port, logger, environment, dataDir: resolve(dataDir) },
    ...(plans.length > 0 && { plans }),
    ...(chromium !== undefined && { chromium }),
    ...(runActions && { runs: 'all' as const }),
  }
  const sandbox = await during(progress, 'Starting PostgreSQL and everything around Muster', () => startSandbox(asked))
  write(
    json ? `${JSON.stringify(sandbox.contract)}\n` : welcome(sandbox.contract, muster, jsonCommand(options, muster)),
  )
  await stopped
  await sandbox.close()
  return 0
}

/** What starts the same sandbox for a tool, where `muster` is what runs Muster. */
export function jsonCommand(
  { plans, port, runActions }: Pick<SandboxCommandOptions, 'plans' | 'port' | 'runActions'>,
  muster: string,
) {
  const options = [
    ...(port > 0 ? [`--port ${port}`] : []),
    ...(runActions ? ['--run-actions'] : []),
    ...(plans.length > 0 ? ['--plan', ...plans.map(shellWord)] : []),
  ]
  return [`${muster} sandbox --json`, ...options].join(' ')
}

const shellWord = (text: string): string => (/^[\w./:@%+=-]+$/.test(text) ? text : posixQuoted(text))

function welcome(contract: Sandbox['contract'], muster: string, json: string): string {
  const { plans, workspaceUrl, consoleUrl, statusUrl, mailboxUrl, clockUrl, faultsUrl, people, patient } = contract
  const server = consoleUrl.replace(/\/console$/, '')
  const [someone] = people
  return `Muster runs, with the plans ${plans.join(', ')}. Everything outside is simulated; Ctrl-C ends it.

  Open this    ${workspaceUrl}

  Console      ${consoleUrl}
  Status page  ${statusUrl}
  Mailbox      ${mailboxUrl}
  Clock        ${clockUrl}   (POST {"advance":"15m"})
  Faults       ${faultsUrl}
${patient ? `  Patient      ${patient.url}   (a real shop to break and recover)\n` : ''}
From another terminal:
  ${muster} dr --url ${server} --as ${someone?.person ?? 'PERSON'} declare ${plans[0] ?? ''}
  ${muster} dr --url ${server} status

Its data begin anew at every start. For all addresses and credentials as JSON, end this one and start it with --json:
  ${json}
`
}
