/** Where findings point, that one fault is one finding, and that a fix mends what it says. */
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Edit, Finding } from '../../../src/check/rule.ts'
import { RULES } from '../../../src/check/rules.ts'
import { exampleSubject } from '../base-plan.ts'

function judged(rule: string, example: string): Finding[] {
  const found = RULES.find(({ name }) => name === rule) ?? expect.fail(`no rule ${rule}`)
  return found.judge(exampleSubject(example))
}

const stop = 'do: [{ command: [terraform, destroy] }]'

describe('one fault is one finding', () => {
  it('when several scenarios share the sequence', () => {
    const found = judged(
      'waits-for-answer',
      `sequences: { clear: { title: Clear, steps: [{ id: clear, title: Clear, ${stop} }] } }
scenarios:
  fire: { phases: [{ id: one, title: One, steps: [{ sequence: clear }] }] }
  flood: { title: Flood, phases: [{ id: one, title: One, steps: [{ sequence: clear }] }] }`,
    )
    expect(found.map(({ path, step }) => [path.join('.'), step])).toEqual([
      ['sequences.clear.steps.0.do.0.command', 'clear'],
    ])
  })

  it('when several scenarios share the sequence and the rule asks what comes before', () => {
    const found = judged(
      'terraform-apply-unplanned',
      `sequences: { build: { title: Build, steps: [{ id: build, title: Build, do: [{ command: [terraform, apply, -auto-approve] }] }] } }
scenarios:
  fire: { phases: [{ id: one, title: One, steps: [{ sequence: build }, { sequence: build, as: again }] }] }
  flood: { title: Flood, phases: [{ id: one, title: One, steps: [{ sequence: build }] }] }`,
    )
    expect(found.map(({ path }) => path.join('.'))).toEqual(['sequences.build.steps.0.do.0.command'])
  })

  it('when an alias of YAML repeats it', () => {
    const found = judged(
      'unknown-option',
      `cards:
  a:
    title: A
    steps:
      - { id: one, title: One, do: &save [{ command: [aws, s3, sync, a, 's3://b/', --encryption, AES256] }] }
      - { id: two, title: Two, do: *save }`,
    )
    expect(found.map(({ step }) => step)).toEqual(['one'])
  })

  it('and two commands with the same fault are two', () => {
    const found = judged(
      'waits-for-answer',
      `cards: { a: { title: A, steps: [{ id: one, title: One, ${stop} }, { id: two, title: Two, ${stop} }] } }`,
    )
    expect(found.map(({ step }) => step)).toEqual(['one', 'two'])
  })
})

describe('a fix', () => {
  const wrong: [rule: string, action: string][] = [
    ['ufw-syntax', "{ command: 'sudo ufw deny in && sudo -n ufw --force reject out', shell: true }"],
    ['unknown-option', "{ command: [aws, s3, sync, a, 's3://b/', --encryption, AES256] }"],
    ['unknown-option', "{ command: [aws, s3, sync, a, 's3://b/', --encryption=AES256] }"],
    ['unknown-option', "{ command: 'aws s3 cp a s3://b/ --encryption AES256 && ls', shell: true }"],
    ['outside-transaction', '{ sql: VACUUM, on: shop }'],
    ['outside-transaction', '{ sql: CREATE DATABASE a, on: shop, write: true }'],
  ]
  it.each(wrong)('of %s mends %s', (rule, action) => {
    const example = `connections: { shop: { urlEnv: SHOP_URL } }\ncards: { a: { title: A, steps: [{ id: one, title: One, do: [${action}] }] } }`
    const edits = judged(rule, example).flatMap(({ fix = [] }) => fix)
    expect(edits).not.toEqual([])
    const mended = parse(example)
    for (const edit of edits) carryOut(mended, edit)
    expect(judged(rule, stringify(mended))).toEqual([])
  })

  it('is not offered where the words to set are not there', () => {
    const [found] = judged(
      'ufw-syntax',
      'cards: { a: { title: A, steps: [{ id: one, title: One, do: [{ command: [ufw, deny, in] }] }] } }',
    )
    expect(found?.fix).toBeUndefined()
  })

  it('keeps the rest of a text as it is', () => {
    const command = JSON.stringify('# in\nufw deny in; ufw deny in on eth0')
    const step = `{ id: one, title: One, do: [{ command: ${command}, shell: true }] }`
    const [found] = judged('ufw-syntax', `cards: { a: { title: A, steps: [${step}] } }`)
    expect(found?.fix?.map(({ to }) => to)).toEqual(['# in\nufw default deny incoming; ufw deny in on eth0'])
  })
})

function carryOut(data: unknown, { path, to }: Edit): void {
  const key = path.at(-1) ?? expect.fail('an edit of nothing')
  const holder = path.slice(0, -1).reduce((value, part) => (value as Record<string | number, unknown>)[part], data)
  ;(holder as Record<string | number, unknown>)[key] = to
}
