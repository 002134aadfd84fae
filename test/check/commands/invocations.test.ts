/** Which programs a plan calls, through whatever calls them. */

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { invocations } from '../../../src/check/commands/invocations.ts'

const planOf = (...commands: string[]): unknown =>
  parse(`cards: { a: { title: A, steps: [{ id: one, title: One, do: [${commands.join(', ')}] }] } }`)

const shell = (text: string): string => `{ command: ${JSON.stringify(text)}, shell: true }`

/** Programs with their arguments; `~` before what runs in a container or on another machine. */
const called = (...commands: string[]): string[] =>
  invocations(planOf(...commands)).map(
    ({ program, args, isElsewhere }) => `${isElsewhere ? '~' : ''}${[program, ...args].join(' ')}`,
  )

describe('a call is known', () => {
  it('as a list of arguments and as a text', () => {
    expect(called('{ command: [/usr/bin/ls, -l, { value: folder }] }')).toEqual(['ls -l {folder}'])
    expect(called(shell('ls -l "$x" | wc -l'))).toEqual(['ls -l $x', 'wc -l'])
  })

  it.each([
    ['sudo -n -u postgres psql -l', ['psql -l']],
    ['sudo PGUSER=a psql', ['psql']],
    ['env -i A=1 B=2 make all', ['make all']],
    ['timeout --kill-after=5 10 nice -n 5 tar x', ['nice -n 5 tar x', 'tar x']],
    ['nohup ./run.sh', ['run.sh']],
    ['find . | xargs -n 1 rm -f', ['xargs -n 1 rm -f', 'rm -f']],
    ['bash -ec "a; b"', ['a', 'b']],
    ['eval "a; b"', ['a', 'b']],
    ["sudo sh -c 'a | b'", ['sh -c a | b', 'a', 'b']],
    ['ssh -p 22 -o BatchMode=yes root@db "a && b"', ['~a', '~b']],
    ['ssh db -- ls /srv', ['~ls /srv']],
    ['docker exec -u root web ls /', ['~ls /']],
    ['docker-compose -f a.yml exec -T web ls', ['~ls']],
    ['docker compose run --rm -T web ls', ['~ls']],
    ['kubectl -n live exec deploy/web -c app -- ls', ['~ls']],
    ['ssh db docker exec web ls', ['~docker exec web ls', '~ls']],
  ])('through %s', (text, inner) => {
    expect(
      called(shell(text))
        .slice(text.includes('|') && text.startsWith('find') ? 1 : 0)
        .slice(-inner.length),
    ).toEqual(inner)
  })

  it.each([
    ["ssh db bash -s <<'END'\na\nb\nEND", ['~bash -s', '~a', '~b']],
    ['ssh -p 22 db <<END\na\nEND', ['~a']],
    ['sudo sh <<END\na\nEND', ['a']],
    ['cat <<END\na\nEND', ['cat']],
    ['bash script.sh <<END\na\nEND', ['bash script.sh']],
    ['bash <<END\nbash\nEND', ['bash', 'bash']],
  ])('in the text that a shell is given to read: %s', (text, inner) => {
    expect(called(shell(text)).slice(-inner.length)).toEqual(inner)
    expect(called(shell(text)).length).toBeLessThan(5)
  })

  it('as far as the text tells', () => {
    expect(called(shell('"$tool" --all; bash -c "$(cat x)"; bash script.sh'))).toEqual([
      ' --all',
      'cat x',
      'bash -c $(cat x)',
      'bash script.sh',
    ])
  })
})

it('never throws, and ends, however deep calls are nested', () => {
  const deep = 'sudo '.repeat(500)
  expect(called(shell(`${deep}ls`)).length).toBeLessThan(20)
})

it('is read from the data as they are written, of any shape', () => {
  for (const data of [
    null,
    'text',
    [],
    { cards: 1 },
    { cards: { a: { steps: [{ do: [{ command: 5 }, { command: [1, null, {}] }] }] } } },
  ]) {
    expect(() => invocations(data)).not.toThrow()
  }
})
