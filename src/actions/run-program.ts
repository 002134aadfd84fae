/**
 * Runs one program as the head of a process group of its own. Promises that when it is stopped, everything of the group is gone before this returns (TERM,
 * then KILL), what ignores TERM and grandchildren included; and that a process left in the background, which holds the output open, is not waited for.
 */
import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { ActionFailure } from './action-failure.ts'
import { inTime, unlessAborted } from './time-limit.ts'

export interface Program {
  file: string
  argv: string[]
  env: Record<string, string>
  cwd: string
}

export interface Around {
  signal: AbortSignal
  killAfterMs: number
  sleep(ms: number, signal: AbortSignal): Promise<void>
  onStdout(chunk: Uint8Array): void
  onStderr(chunk: Uint8Array): void
}

/** With neither a code nor a signal it is still there: not even KILL has ended it. */
export interface ProgramEnd {
  exitCode?: number
  signal?: string
  /** It has not ended by itself. */
  stopped: boolean
  /** A process that it has left behind still holds its output, which is read no more. */
  leftBehind: boolean
}

/** How often a group that is being stopped is looked at, milliseconds. */
const LOOK_EVERY_MS = 25
/** After KILL a process goes at once, unless the kernel itself holds it. */
const KILLED_WITHIN_MS = 5_000
/** What was written before the end is read within that time. */
const OUTPUT_GRACE_MS = 1_000

type Child = ReturnType<typeof start>

export async function runProgram(program: Program, around: Around): Promise<ProgramEnd> {
  const child = start(program)
  const exit = exitOf(child)
  const closed = Promise.all([read(child.stdout, around.onStdout), read(child.stderr, around.onStderr)])
  const { pid } = child
  if (pid === undefined) throw cannotStart(program, await child)

  const own = await untilStopped(pid, exit, around)
  const end = own ?? (await killed(exit, around))
  const leftBehind = !(await inTime(OUTPUT_GRACE_MS, closed, around.sleep))
  if (leftBehind) letGo(child, around)
  return { ...end, stopped: own === undefined, leftBehind }
}

type Exit = Pick<ProgramEnd, 'exitCode' | 'signal'>

/** How it ended by itself; undefined: it was stopped, and its group is gone. */
async function untilStopped(pid: number, exit: Promise<Exit>, around: Around): Promise<Exit | undefined> {
  const end = await unlessAborted(around.signal, exit)
  if (end) return end.value
  await stopGroup(pid, around)
  return undefined
}

/** The signal that ended it, unless not even KILL does. */
const killed = async (exit: Promise<Exit>, { sleep }: Around): Promise<Exit> =>
  (await inTime(KILLED_WITHIN_MS, exit, sleep)) ? exit : {}

const start = ({ file, argv, env, cwd }: Program) =>
  execa(file, argv, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    detached: true,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    verbose: 'none',
  })

function exitOf(child: Child): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode: number | null, signal: string | null) =>
      resolve({ ...(exitCode !== null && { exitCode }), ...(signal !== null && { signal }) }),
    )
  })
}

/** Until its end; a pipe that breaks has ended. */
function read(stream: Child['stdout'], take: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve) => {
    stream.on('data', take)
    stream.once('error', () => resolve())
    stream.once('close', () => resolve())
  })
}

/** Keeps on reading and drops it: a closed pipe would kill the process, which may be the database that was just started. */
function letGo(child: Child, { onStdout, onStderr }: Around): void {
  child.stdout.off('data', onStdout).resume()
  child.stderr.off('data', onStderr).resume()
  for (const stream of [child.stdout, child.stderr]) (stream as { unref?: () => void }).unref?.()
}

async function stopGroup(pid: number, { killAfterMs, sleep }: Around): Promise<void> {
  const never = new AbortController().signal
  let leftMs = killAfterMs
  for (let alive = send(pid, 'SIGTERM'); alive && leftMs > 0; alive = send(pid, 0)) {
    await sleep(Math.min(LOOK_EVERY_MS, leftMs), never)
    leftMs -= LOOK_EVERY_MS
  }
  send(pid, 'SIGKILL')
}

/** To every process of the group; false: there is none any more. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

const START_ERRORS: Record<string, string> = {
  ENOENT: 'there is no such program (or what its first line names is missing)',
  EACCES: 'permission denied',
  E2BIG: 'its arguments and variables are too long together',
  ENOEXEC: 'it is no program for this machine',
  EAGAIN: 'there are too many processes',
  ENOMEM: 'there is not enough memory',
}

function cannotStart(
  { file, cwd }: Program,
  { cause, code }: { cause?: unknown; code?: string | undefined },
): ActionFailure {
  const found = code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown error'
  // The same code says that the directory is missing.
  if (found === 'ENOENT' && !existsSync(cwd))
    return new ActionFailure(`${file} could not be started: there is no directory ${cwd}`)
  return new ActionFailure(`${file} could not be started: ${START_ERRORS[found] ?? found}`)
}
