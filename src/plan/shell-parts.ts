/** What a shell text is made of: commands and their words, with what is known of them and what the shell fills in when it runs. */
import { forEachChild, type Statement, type SyntaxNode, type Word, type WordPart } from 'unbash'

export interface ShellWord {
  /** Without its quotes; what is only known when it runs stands as it is written, such as $NAME. */
  text: string
  filled: Filled[]
}

/** Unquoted, what is filled in is split at blanks, and `*` in it becomes the names of files. */
export type Filled =
  | { kind: 'variable'; name: string; isQuoted: boolean }
  | { kind: 'output'; isQuoted: boolean; script: readonly Statement[]; commands: ShellCommand[] }
  /** Muster's own `{ value: NAME }` and `{ file: NAME }` in a list of arguments. */
  | { kind: 'value' | 'file'; name: string; isQuoted: true }

/**
 * What becomes of a failure. ends: the text ends with it, or the text's own end tells of it. lost: the text goes on as if nothing had been. handled: the
 * text asks for it (`if`, `!`, `|| save`), or it is in a substitution.
 */
type Failure = 'ends' | 'lost' | 'handled'

export interface ShellCommand {
  /** Program first; none: it only sets variables. */
  words: ShellWord[]
  /** Variables set for it, or for what comes after where there is no program. */
  sets: { name: string; word: ShellWord }[]
  /** Files behind `<`, and behind `>` and its like. */
  reads: ShellWord[]
  writes: ShellWord[]
  /** What stands in the text for it to read (`<<END`, `<<<`); null: nothing does. */
  hereText: string | null
  /** It can read something: from a pipe, a file, the text, or what is around it. */
  isFed: boolean
  /** Whose output it reads, and who reads its output, all along its pipeline. */
  feeders: ShellCommand[]
  readers: ShellCommand[]
  failure: Failure
  /** The only thing that ends the loop of which it is the condition (`until ready; do sleep 1; done`); for ever: it is `while true`. */
  endsLoop?: 'when it succeeds' | 'for ever'
  /** `|| true`. */
  isForgiven: boolean
  /** One number for all that `&&`, `||` and `|` join. */
  statement: number
  /** Within `$(…)` or backticks. */
  isInSubstitution: boolean
}

/** @param isQuoted the whole of it, as in the text behind `<<END`. */
export const shellWord = ({ value, parts = [] }: Pick<Word, 'value' | 'parts'>, isQuoted = false): ShellWord => ({
  text: value,
  filled: parts.flatMap((part) => filledIn(part, isQuoted)),
})

function filledIn(part: WordPart, isQuoted: boolean): Filled[] {
  switch (part.type) {
    case 'SimpleExpansion':
      return [{ kind: 'variable', name: part.text.slice(1), isQuoted }]
    case 'ParameterExpansion':
      // The length of a variable is a number.
      return part.prefix === '#' ? [] : [{ kind: 'variable', name: part.parameter, isQuoted }]
    case 'CommandExpansion':
    case 'ProcessSubstitution': {
      const isWhole = isQuoted || part.type === 'ProcessSubstitution'
      return [{ kind: 'output', isQuoted: isWhole, script: part.script?.commands ?? [], commands: [] }]
    }
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap((inner) => filledIn(inner, true))
    case 'BraceExpansion':
    case 'ExtendedGlob':
    case 'Glob':
      return (part.parts ?? []).flatMap((inner) => filledIn(inner, isQuoted))
    default:
      return []
  }
}

/** The scripts of all substitutions in a node. */
export function outputsIn(node: SyntaxNode): (readonly Statement[])[] {
  const found: (readonly Statement[])[] = []
  forEachChild(node, (child) => {
    if (child.type === 'CommandExpansion') found.push(child.script?.commands ?? [])
    else found.push(...outputsIn(child))
  })
  return found
}
