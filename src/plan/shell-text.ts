/**
 * A text for bash as the list of commands in it, in the order of the text: those of pipelines, loops and substitutions included. Promises never to throw;
 * of a text that is no bash it gives what can be told of it. Nothing is carried out or expanded.
 */
import { type CommandNode, type PipelineNode, parse, type Redirection, type Statement } from 'unbash'
import { type Filled, outputsIn, type ShellCommand, type ShellWord, shellWord } from './shell-parts.ts'

interface Around {
  isLast: boolean
  isHandled: boolean
  isFed: boolean
  isInSubstitution: boolean
  readers: ShellCommand[]
}

/** As one walks through a text. */
interface Walk {
  stopsOnError: boolean
  statements: number
}

export interface ShellStart {
  /** As with `bash -e`. */
  stopsOnError?: boolean
  /** The shell itself has something to read. */
  isFed?: boolean
}

export function readShell(text: string, { stopsOnError = false, isFed = false }: ShellStart = {}): ShellCommand[] {
  const around = { isLast: true, isHandled: false, isFed, isInSubstitution: false, readers: [] }
  return listed(parse(text).commands, around, { stopsOnError, statements: 0 })
}

function listed(list: readonly Statement[], around: Around, walk: Walk): ShellCommand[] {
  return list.flatMap((statement, index) => {
    const here = {
      ...around,
      isLast: around.isLast && index === list.length - 1,
      isHandled: around.isHandled || statement.background === true,
    }
    walk.statements += 1
    const { command } = statement
    return command.type === 'AndOr' ? joined(command, here, walk) : piped(command, here, walk)
  })
}

type Joined = Extract<Statement['command'], { type: 'AndOr' }>

/** Of `a && b || c` a failure of `a` or `b` is seen by `c`. */
function joined({ commands, operators }: Joined, around: Around, walk: Walk): ShellCommand[] {
  const parts: ShellCommand[][] = []
  for (let index = commands.length - 1; index >= 0; index -= 1) {
    const otherwise = operators.indexOf('||', index)
    const fallback = otherwise < 0 ? [] : (parts[otherwise + 1] ?? [])
    const part = piped(commands[index]!, around, walk)
    parts[index] = part
    if (otherwise < 0) continue
    for (const command of part.filter(({ isInSubstitution }) => isInSubstitution === around.isInSubstitution)) {
      const [program] = fallback.map(({ words }) => words[0]?.text ?? '')
      command.isForgiven = program === 'true' || program === ':'
      command.failure = command.isForgiven ? 'lost' : 'handled'
    }
  }
  return parts.flat()
}

function piped(node: PipelineNode, around: Around, walk: Walk): ShellCommand[] {
  if (node.type !== 'Pipeline') return single(node, around, walk)
  const isNegated = node.prefixes.some(({ type }) => type === 'Negation')
  const members: ShellCommand[][] = []
  for (let index = node.commands.length - 1; index >= 0; index -= 1) {
    members[index] = single(
      node.commands[index]!,
      {
        ...around,
        isHandled: around.isHandled || isNegated,
        isFed: around.isFed || index > 0,
        readers: [...members.slice(index + 1).flat(), ...around.readers],
      },
      walk,
    )
  }
  for (const [index, member] of members.entries())
    for (const command of member) command.feeders.push(...members.slice(0, index).flat())
  return members.flat()
}

function single(node: CommandNode, around: Around, walk: Walk): ShellCommand[] {
  const inside = (list: readonly Statement[], more: Partial<Around> = {}) => listed(list, { ...around, ...more }, walk)
  const asked = { isHandled: true }
  switch (node.type) {
    case 'Command':
      return simple(node, around, walk)
    case 'Redirected': {
      const isFed = around.isFed || node.redirects.some(feeds)
      return single(node.command, { ...around, isFed }, walk)
    }
    case 'If': {
      const branches = [node, ...node.elif].flatMap((one) => [
        ...inside(one.clause.commands, asked),
        ...inside(one.then.commands),
      ])
      return [...branches, ...(node.else ? inside(node.else.commands) : [])]
    }
    case 'While': {
      const condition = inside(node.clause.commands, asked)
      const body = inside(node.body.commands)
      const last = condition.at(-1)
      if (last && !body.some(leaves)) Object.assign(last, endOf(node, last))
      return [...condition, ...body]
    }
    case 'For':
    case 'Select':
      return [...(node.wordlist ?? []).flatMap((word) => nested(shellWord(word), walk)), ...inside(node.body.commands)]
    case 'ArithmeticFor':
    case 'Subshell':
    case 'BraceGroup':
      return inside(node.body.commands)
    case 'Case':
      return [...nested(shellWord(node.word), walk), ...node.items.flatMap(({ body }) => inside(body.commands))]
    case 'Function':
    case 'Coproc':
      return node.body.type === 'CompoundList'
        ? inside(node.body.commands, asked)
        : single(node.body, { ...around, ...asked }, walk)
    case 'TestCommand':
    case 'ArithmeticCommand':
      return outputsIn(node).flatMap((script) => listed(script, WITHIN, walk))
    default:
      return node satisfies never
  }
}

const leaves = ({ words }: ShellCommand): boolean => /^(?:break|exit|return|exec)$/.test(words[0]?.text ?? '')

type Loop = Extract<CommandNode, { type: 'While' }>

/** Of a loop that nothing in its body leaves. What counts or reads something ends by itself, as far as anybody can tell. */
function endOf({ kind, clause }: Loop, condition: ShellCommand): Pick<ShellCommand, 'endsLoop'> {
  const [statement, ...more] = clause.commands
  const node = statement?.command
  if (more.length > 0 || (node?.type !== 'Command' && node?.type !== 'Pipeline')) return {}
  const isNegated = node.type === 'Pipeline' && node.prefixes.some(({ type }) => type === 'Negation')
  const program = condition.words[0]?.text ?? ''
  const isWaiting = (kind === 'until') !== isNegated
  if (isWaiting ? program === 'false' : /^(?:true|:)$/.test(program)) return { endsLoop: 'for ever' }
  return isWaiting && !/^(?:\[|test|true|:)$/.test(program) ? { endsLoop: 'when it succeeds' } : {}
}

const WITHIN: Around = { isLast: false, isHandled: true, isFed: false, isInSubstitution: true, readers: [] }

/** Commands whose output goes into a word; where they belong is noted in the word. */
function nested(word: ShellWord, walk: Walk): ShellCommand[] {
  return word.filled.flatMap((filled: Filled) => {
    if (filled.kind !== 'output') return []
    filled.commands = listed(filled.script, WITHIN, walk)
    return filled.commands
  })
}

type Simple = Extract<CommandNode, { type: 'Command' }>

function simple(node: Simple, around: Around, walk: Walk): ShellCommand[] {
  const args = node.args.map((arg) => (arg.type === 'Word' ? shellWord(arg) : literal(arg.text)))
  const words = [...(node.name ? [shellWord(node.name)] : []), ...args]
  const sets = node.prefix.flatMap((part) =>
    part.type === 'Assignment' && part.value.type === 'Word' ? [{ name: part.name, word: shellWord(part.value) }] : [],
  )
  const { reads, writes, hereText, hereWords } = redirected(node.redirects)
  const inner = [...words, ...sets.map(({ word }) => word), ...reads, ...writes, ...hereWords].flatMap((word) =>
    nested(word, walk),
  )
  noteSettings(words, walk)
  const command: ShellCommand = {
    words,
    sets,
    reads,
    writes,
    hereText,
    isFed: around.isFed || node.redirects.some(feeds),
    feeders: [],
    readers: around.readers,
    failure: around.isHandled ? 'handled' : around.isLast || walk.stopsOnError ? 'ends' : 'lost',
    isForgiven: false,
    statement: walk.statements,
    isInSubstitution: around.isInSubstitution,
  }
  return [...inner, command]
}

const literal = (text: string): ShellWord => ({ text, filled: [] })

const feeds = (redirection: Redirection): boolean =>
  redirection.type !== 'Redirect' || redirection.operator.startsWith('<')

function redirected(redirections: readonly Redirection[]) {
  const reads: ShellWord[] = []
  const writes: ShellWord[] = []
  const hereWords: ShellWord[] = []
  let hereText: string | null = null
  for (const redirection of redirections) {
    if (redirection.type === 'HereDoc') {
      hereText = redirection.body.text
      hereWords.push(shellWord({ value: hereText, parts: redirection.body.parts }, true))
    } else if (redirection.target) {
      const word = shellWord(redirection.target)
      if (redirection.type === 'HereString') {
        hereText = word.text
        hereWords.push(word)
      } else if (redirection.operator.startsWith('<')) reads.push(word)
      else writes.push(word)
    }
  }
  return { reads, writes, hereText, hereWords }
}

/** `set -e`, `set -euo pipefail`, `set +e`. */
function noteSettings([program, ...rest]: readonly ShellWord[], walk: Walk): void {
  if (program?.text !== 'set') return
  const args = rest.map(({ text }) => text)
  if (args.some((arg, index) => /^-[a-z]*e/.test(arg) || (arg === 'errexit' && args[index - 1] === '-o')))
    walk.stopsOnError = true
  if (args.some((arg, index) => /^\+[a-z]*e/.test(arg) || (arg === 'errexit' && args[index - 1] === '+o')))
    walk.stopsOnError = false
}
