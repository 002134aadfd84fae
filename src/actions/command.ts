/**
 * Runs a command, here or on a runner. Promises that the program gets exactly the arguments and variables of the plan and of Muster's environment nothing
 * but what the plan lists; that it is over when this returns, in time; and that no secret is ever an argument, here or over there.
 */
import type { RenderedCommand } from '../incident/recovery/work.ts'
import { formatDuration } from '../plan/length.ts'
import { own } from '../plan/own.ts'
import { posixQuoted } from '../plan/posix-quote.ts'
import { ActionFailure, type Facts, failingWith, stopped } from './action-failure.ts'
import { brief, type Kit, type Prepared } from './action-kit.ts'
import { captureFrom, createHead } from './captures.ts'
import { type Program, type ProgramEnd, runProgram } from './run-program.ts'
import { sshArguments } from './ssh-command.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'

/** What a program needs to find its way, whatever it does. */
const PASSED_ALWAYS = ['PATH', 'HOME', 'LANG', 'TZ']
const KILL_AFTER_MS = 10_000
const WHAT_MAX = 200
/** What `ssh` itself ends with when it cannot connect. */
const SSH_FAILED = 255

/** As sentences call it: the program alone, or where its text runs. */
interface Named {
  name: string
  program(): Program
}

export function prepareCommand(action: RenderedCommand, kit: Kit): Prepared {
  const named = action.on === undefined ? here(action, kit) : elsewhere(action, action.on, kit)
  const hasNul = [argvOf(action, shownFile), Object.values(action.env)]
    .flat()
    .some((part) => String(part).includes('\0'))
  if (hasNul)
    throw new ActionFailure(`${named.name} cannot be given a NUL character: no argument and no variable can have one`)
  return {
    kind: 'command',
    what: whatOf(action, kit),
    run: (signal) => carryOut(action, named, kit, signal),
  }
}

function whatOf(action: RenderedCommand, { mask }: Kit): string {
  const words = typeof action.command === 'string' ? [action.command] : argvOf(action, shownFile).map(shownArgument)
  return `${brief(words.join(' '), WHAT_MAX, mask)}${action.on === undefined ? '' : ` on ${action.on}`}`
}

const shownFile = (file: string): string => `{${file}}`
const shownArgument = (text: string): string => (/^[\w@%+=:,./{}-]+$/.test(text) ? text : posixQuoted(text))

/** @param fileAt where a fetched file lies. */
function argvOf({ command, shell }: RenderedCommand, fileAt: (file: string) => string, bash = '/bin/bash'): string[] {
  if (typeof command === 'string') {
    if (!shell) throw new ActionFailure('a command that is one text needs "shell: true"')
    return [bash, '-o', 'pipefail', '-c', command]
  }
  if (shell) throw new ActionFailure('a command with "shell: true" is one text, not a list')
  return command.map((part) => (typeof part === 'string' ? part : fileAt(part.file)))
}

const partText = (part: string | { file: string }): string => (typeof part === 'string' ? part : shownFile(part.file))
export const nameOf = ({ command }: RenderedCommand): string =>
  typeof command === 'string' ? 'the shell command' : partText(command[0] ?? '')

function here(action: RenderedCommand, kit: Kit): Named {
  const { environment, workDir } = kit.context
  const passed = [...PASSED_ALWAYS, ...action.passEnv].flatMap((name) => {
    const text = own(environment, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  const env = Object.entries(action.env).map(([name, given]) => [name, variable(given, kit)] as const)
  return {
    name: nameOf(action),
    program() {
      const fileAt = (file: string) => fetched(file, kit)
      const [file = '', ...argv] = argvOf(action, fileAt)
      const given = env.map(([name, text]) => [name, text()] as const)
      return {
        file,
        argv,
        env: Object.fromEntries([...passed, ...given, ...Object.entries(aboutVariables(kit))]),
        cwd: action.in ?? workDir,
      }
    },
  }
}

type Handed = RenderedCommand['env'][string]

/** Secrets are looked up now, files only when earlier actions have had their turn. */
function variable(given: Handed, kit: Kit): () => string {
  if (typeof given === 'string') return () => given
  if ('file' in given) return () => fetched(given.file, kit)
  const text = kit.secrets.of(given)
  return () => text
}

function fetched(file: string, { files }: Kit): string {
  const place = files.get(file)
  if (place === undefined) throw new ActionFailure(`no action before this one has fetched the file ${file}`)
  return place
}

const aboutVariables = ({ context: { about } }: Kit): Record<string, string> => ({
  MUSTER_INCIDENT: about.incident,
  MUSTER_STEP: about.step,
  MUSTER_RUN: about.run,
})

/** What passEnv lists is for `ssh` itself, such as SSH_AUTH_SOCK: what goes over there can be read in its list of processes. */
function elsewhere(action: RenderedCommand, on: string, kit: Kit): Named {
  const runner = own(kit.context.plan.runners, on)
  if (!runner) throw new ActionFailure(`the plan has no runner ${on}`)
  const noFile = (file: string): string => {
    throw new ActionFailure(`the file ${file} was fetched where Muster runs and is not on ${on}`)
  }
  const env = Object.entries(action.env).map(([name, given]) => {
    if (typeof given === 'string') return [name, given] as const
    if ('file' in given) return [name, noFile(given.file)] as const
    throw new ActionFailure(
      `${name} is a secret and cannot be given to a program on ${on}: it would stand in its list of processes`,
    )
  })
  const remote = {
    argv: argvOf(action, noFile, 'bash'),
    env: { ...Object.fromEntries(env), ...aboutVariables(kit) },
    ...(action.in !== undefined && { in: action.in }),
  }
  const { in: _there, ...local } = action
  const ssh = here({ ...local, command: ['ssh', ...sshArguments(runner, remote)], env: {}, shell: undefined }, kit)
  return { name: `${nameOf(action)} on ${on}`, program: ssh.program }
}

async function carryOut(action: RenderedCommand, named: Named, kit: Kit, signal: AbortSignal): Promise<Facts> {
  const { context, output } = kit
  const intake = output.intake(action.outputMax)
  const [stdout, stderr] = [intake.stream(), intake.stream()]
  const head = createHead()
  const isCapturing = Object.keys(action.capture).length > 0
  const limit = startTimeLimit(action.timeout, signal, context.sleep)
  try {
    const end = await runProgram(named.program(), {
      signal: limit.signal,
      killAfterMs: context.killAfterMs ?? KILL_AFTER_MS,
      sleep: context.sleep,
      onStdout(chunk) {
        if (isCapturing) head.write(chunk)
        stdout.write(chunk)
      },
      onStderr: (chunk) => stderr.write(chunk),
    })
    stdout.end()
    stderr.end()
    if (end.leftBehind) output.say('… a process in the background still holds the output; what it writes is not kept')
    const why = failureOf(action, named.name, end, limit)
    const facts = factsOf(end)
    if (why !== undefined) throw new ActionFailure(why, facts)
    return { ...facts, captured: failingWith(facts, () => captureFrom(action.capture, head.source(), kit)) }
  } finally {
    limit.end()
  }
}

const factsOf = ({ exitCode, signal }: ProgramEnd): Facts => ({
  ...(exitCode !== undefined && { exitCode }),
  ...(signal !== undefined && { signal }),
})

function failureOf(
  { exitCodes, timeout, on }: RenderedCommand,
  name: string,
  end: ProgramEnd,
  limit: TimeLimit,
): string | undefined {
  const { exitCode, signal } = end
  if (end.stopped) {
    const why = limit.passed()
      ? ` because it took longer than ${formatDuration(timeout)}`
      : `: ${stopped(limit.signal)}`
    return `${name} was ended${why}${remains(end, on)}`
  }
  if (exitCode === undefined) return `${name} was ended by the signal ${signal}`
  if (exitCodes.includes(exitCode)) return undefined
  const isPerhapsSsh = on !== undefined && exitCode === SSH_FAILED
  const perhaps = isPerhapsSsh ? ': ssh could not connect, or the program itself ended so' : ''
  return `${name} ended with exit code ${exitCode}${perhaps}`
}

function remains({ exitCode, signal }: ProgramEnd, on: string | undefined): string {
  if (exitCode === undefined && signal === undefined) return '; but it is still there, for not even KILL has ended it'
  return on === undefined ? '' : '; what it had begun over there may still be running'
}
