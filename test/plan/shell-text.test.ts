/** What is told of a text for bash: its commands in order, what feeds them, and what becomes of their failures. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShellCommand } from '../../src/plan/shell-parts.ts'
import { readShell } from '../../src/plan/shell-text.ts'

const said = ({ words }: ShellCommand): string => words.map(({ text }) => text).join(' ')
const all = (text: string): string[] => readShell(text).map(said)
const failures = (text: string, stopsOnError = false): string[] =>
  readShell(text, { stopsOnError }).map((command) => `${said(command)}: ${command.failure}`)
const command = (text: string, program: string): ShellCommand =>
  readShell(text).find(({ words }) => words[0]?.text === program) ?? expect.fail(`no ${program} in ${text}`)

describe('the commands of a text', () => {
  it('come in its order, out of lists, branches, loops, groups and functions', () => {
    expect(all('a && b || c; d | e & f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(all('if a; then b; elif c; then d; else e; fi')).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(all('while a; do b; done; for x in 1 2; do c; done; until d; do e; done')).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(all('(a; b); { c; }; case x in y) d ;; *) e ;; esac; f() { g; }')).toEqual(['a', 'b', 'c', 'd', 'e', 'g'])
  })

  it('have those whose output they use before them', () => {
    expect(all('a "$(b | c)" `d`')).toEqual(['b', 'c', 'd', 'a $(b | c) `d`'])
    expect(all('x=$(a "$(b)"); [[ -n $(c) ]] && d <<END\n$(e)\nEND')).toEqual(['b', 'a $(b)', '', 'c', 'e', 'd'])
  })

  it('have their words without quotes, and what is filled in by name', () => {
    const { words } = command(`echo 'a $b' "c $d" $e "\${f:-x}" "$(g)"`, 'echo')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
    expect(words.map(({ text }) => text)).toEqual(['echo', 'a $b', 'c $d', '$e', '${f:-x}', '$(g)'])
    const filled = words
      .flatMap((word) => word.filled)
      .map((one) => [one.kind, 'name' in one ? one.name : '', one.isQuoted])
    expect(filled).toEqual([
      ['variable', 'd', true],
      ['variable', 'e', false],
      ['variable', 'f', true],
      ['output', '', true],
    ])
  })

  it('have the variables and files that belong to them', () => {
    const one = command('A=1 B="$c" run <in.txt >out.txt 2>>err.txt', 'run')
    expect(one.sets.map(({ name, word }) => `${name}=${word.text}`)).toEqual(['A=1', 'B=$c'])
    expect([one.reads, one.writes].map((words) => words.map(({ text }) => text))).toEqual([
      ['in.txt'],
      ['out.txt', 'err.txt'],
    ])
    expect(command("psql <<'END'\nSELECT 1;\nEND", 'psql').hereText).toBe('SELECT 1;\n')
    expect(command('read -r x <<< "$y"', 'read').hereText).toBe('$y')
  })
})

describe('what a command reads', () => {
  it.each([
    'yes | run',
    'run < file',
    'run <<< text',
    'while run; do :; done < file',
    'list | while a; do run; done',
    '{ run; } < file',
  ])('is there in %s', (text) => {
    expect(command(text, 'run').isFed).toBe(true)
  })

  it.each(['run', 'run | tee file', 'run > file', 'yes | a; run', 'x=$(run)'])('is not there in %s', (text) => {
    expect(command(text, 'run').isFed).toBe(false)
  })

  it('is told with who writes it and who reads on', () => {
    const { feeders, readers } = command('a | b | c | while d; do e; done', 'b')
    expect([feeders, readers].map((commands) => commands.map(said))).toEqual([['a'], ['c', 'd', 'e']])
  })
})

describe('what becomes of a failure', () => {
  it('depends on what comes after', () => {
    expect(failures('a; b')).toEqual(['a: lost', 'b: ends'])
    expect(failures('a\nb | c')).toEqual(['a: lost', 'b: ends', 'c: ends'])
    expect(failures('a && b; c')).toEqual(['a: lost', 'b: lost', 'c: ends'])
    expect(failures('a; for x in 1; do b; c; done')).toEqual(['a: lost', 'b: lost', 'c: ends'])
  })

  it('changes with set -e and its like', () => {
    expect(failures('set -euo pipefail; a; set +e; b; c').filter((line) => !line.startsWith('set'))).toEqual([
      'a: ends',
      'b: lost',
      'c: ends',
    ])
    expect(failures('set -o errexit\na\nb')).toContain('a: ends')
    expect(failures('a; b', true)).toContain('a: ends')
  })

  it('is handled where the text asks for it', () => {
    expect(failures('if a; then b; fi; ! c; d')).toEqual(['a: handled', 'b: lost', 'c: handled', 'd: ends'])
    expect(failures('a || exit 1; b && c || d; e')).toEqual([
      'a: handled',
      'exit 1: lost',
      'b: handled',
      'c: handled',
      'd: lost',
      'e: ends',
    ])
  })

  it('is forgiven by true', () => {
    expect(readShell('a || true; b || :; c || d').map(({ isForgiven }) => isForgiven)).toEqual([
      ...[true, false],
      ...[true, false],
      ...[false, false],
    ])
    expect(failures('a || true')[0]).toBe('a: lost')
  })
})

it('never throws, whatever the text', () => {
  const bits = fc.constantFrom(
    '$(',
    '`',
    '"',
    "'",
    '<<END\n',
    '${',
    ')',
    '|',
    '&&',
    ';',
    'if ',
    'done',
    '((',
    '[[',
    ' ',
    'a',
    '\\',
    '<(',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(bits).map((parts) => parts.join('')),
      ),
      (text) => void readShell(text),
    ),
  )
})
