/**
 * Every program that the commands of a plan call, as far as their texts tell: directly, in the text of a shell, through `sudo`, `ssh`, `docker exec` and
 * their like. What is in a script that is only named stays unknown.
 */
import type { Path } from '../../plan/problem.ts'
import type { ShellCommand, ShellWord } from '../../plan/shell-parts.ts'
import { readShell } from '../../plan/shell-text.ts'
import {
  ACTION_LISTS,
  type ActionList,
  isBlock,
  type WrittenAction,
  type WrittenStep,
  writtenActions,
  writtenSteps,
} from '../../plan/written-steps.ts'
import { baseName, innerOf, readsCommands } from './programs.ts'

/** An action with the step that it belongs to. */
export interface StepAction extends WrittenAction {
  list: ActionList
  written: WrittenStep
  /** The step's id. */
  step: string
  risk: 'read' | 'write' | 'destructive'
  /** A check of the end, which gates the resolution. */
  isGate: boolean
}

export interface Invocation {
  at: StepAction
  /** Without its folder: `aws`. Empty where only running it tells. */
  program: string
  /** Program first, as it is written. */
  words: readonly ShellWord[]
  args: readonly string[]
  /** Null: in a list of arguments. */
  shell: ShellCommand | null
  /** All commands of the text in which it stands. */
  script: readonly ShellCommand[]
  /** What it is called by, outermost first; empty: it is called directly. */
  via: readonly Invocation[]
  /** In a container or on another machine, seen from the one where the action runs. */
  isElsewhere: boolean
}

const DEPTH_MAX = 8
const known = new WeakMap<object, StepAction[]>()
const knownCalls = new WeakMap<object, Invocation[]>()

/** Every action of every step, once for each place where it is written. */
export function stepActions(data: unknown): StepAction[] {
  if (!isBlock(data)) return []
  const found = known.get(data)
  if (found) return found
  const actions = writtenSteps(data).flatMap((written) =>
    ACTION_LISTS.flatMap((list) => writtenActions(written, list).map((action) => stepAction(action, list, written))),
  )
  known.set(data, actions)
  return actions
}

function stepAction(action: WrittenAction, list: ActionList, written: WrittenStep): StepAction {
  const { id, risk } = written.step
  const isGate = written.path[2] === 'validation'
  const isRisk = risk === 'read' || risk === 'write' || risk === 'destructive'
  return {
    ...action,
    list,
    written,
    step: typeof id === 'string' ? id : '',
    risk: isRisk ? risk : isGate ? 'read' : 'write',
    isGate,
  }
}

/** In the order of the plan; what a program calls follows it. */
export function invocations(data: unknown): Invocation[] {
  if (!isBlock(data)) return []
  const found = knownCalls.get(data)
  if (found) return found
  const all = stepActions(data).flatMap(invocationsIn)
  knownCalls.set(data, all)
  return all
}

function invocationsIn(at: StepAction): Invocation[] {
  const { command } = at.action
  if (typeof command === 'string') return inText(at, readShell(command), [], false)
  if (!Array.isArray(command)) return []
  return called({ at, words: command.map(argument), shell: null, script: [], via: [], isElsewhere: false })
}

function argument(part: unknown): ShellWord {
  if (!isBlock(part)) return { text: String(part), filled: [] }
  const [kind, name] = typeof part.file === 'string' ? (['file', part.file] as const) : (['value', part.value] as const)
  return { text: `{${name}}`, filled: [{ kind, name: String(name), isQuoted: true }] }
}

const inText = (
  at: StepAction,
  script: readonly ShellCommand[],
  via: readonly Invocation[],
  isElsewhere: boolean,
): Invocation[] => script.flatMap((shell) => called({ at, words: shell.words, shell, script, via, isElsewhere }))

function called(call: Omit<Invocation, 'program' | 'args'>): Invocation[] {
  const { at, words, shell, script, via, isElsewhere } = call
  const [first] = words
  const isKnown = first !== undefined && first.filled.length === 0
  const args = words.slice(1).map(({ text }) => text)
  const invocation: Invocation = { ...call, program: isKnown ? baseName(first.text) : '', args }
  const inner = via.length < DEPTH_MAX ? innerOf(words) : null
  if (!inner) return [invocation, ...readIn(invocation)]
  const around = { at, via: [...via, invocation], isElsewhere: isElsewhere || inner.isElsewhere }
  if (inner.words) return [invocation, ...called({ ...around, words: inner.words, shell, script })]
  const text = inner.text?.words.map((word) => word.text).join(' ') ?? ''
  const isText = inner.text?.words.every(({ filled }) => filled.every(({ kind }) => kind === 'variable')) === true
  if (!isText) return [invocation]
  const stopsOnError = inner.text?.stopsOnError === true
  const innerScript = readShell(text, { stopsOnError, isFed: shell?.isFed === true })
  return [invocation, ...inText(at, innerScript, around.via, around.isElsewhere)]
}

/** A shell that is given no text as an argument carries out what stands there for it to read (`ssh host bash <<END`). */
function readIn(call: Invocation): Invocation[] {
  const { at, words, shell, via, isElsewhere } = call
  if (!readsCommands(words) || via.some((outer) => readsCommands(outer.words))) return []
  const text = [shell, ...via.map((outer) => outer.shell)].find((one) => one?.hereText != null)?.hereText
  const around = isElsewhere || call.program === 'ssh'
  return text == null ? [] : inText(at, readShell(text), [...via, call], around)
}

/** Where the command of an action stands. */
export const commandPath = ({ path }: WrittenAction): Path => [...path, 'command']

/** Variables that it gets as plain texts: from the action, and before its name. Those that are filled in are left out. */
export function variablesOf({ at, shell, script, via }: Invocation): Map<string, string> {
  const env = isBlock(at.action.env) && via.every(({ program }) => program !== 'ssh') ? at.action.env : {}
  const plain = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const until = shell ? script.slice(0, script.indexOf(shell) + 1) : []
  const set = until
    .filter((command) => command === shell || command.words.length === 0 || command.words[0]?.text === 'export')
    .flatMap(({ sets, words }) => [
      ...sets.map(({ name, word }): [string, string] => [name, word.text]),
      ...words.flatMap(({ text }) => assignment(text)),
    ])
  const before = via.filter(({ program }) => program === 'env' || program === 'sudo')
  return new Map([...plain, ...set, ...before.flatMap(({ args }) => args.flatMap(assignment))])
}

const assignment = (text: string): [string, string][] => {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
  return name === undefined ? [] : [[name, value]]
}
