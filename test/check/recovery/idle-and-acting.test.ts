/** Steps that are said to look only, and act, and options that leave out the step that they name. */
import { describe, expect, it } from 'vitest'
import { optionLeadsNowhere } from '../../../src/check/recovery/option-leads-nowhere.ts'
import { readingActs } from '../../../src/check/recovery/reading-acts.ts'
import { type Replacement, recoveringWith } from '../../plan/recovery-sample.ts'
import { judged } from '../judged.ts'

const cautions = (...replacements: Replacement[]) =>
  judged([readingActs, optionLeadsNowhere], recoveringWith(replacements))

const LOOK: Replacement = ['title: Look\n', 'title: Look\n            risk: read\n']
const ASKED = "http: 'https://{host}/health',"

it('the sample gives no cause for one', () => {
  expect(cautions()).toEqual([])
})

describe('a step that is said to look only, and acts', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by a %s request', (method) => {
    expect(cautions(LOOK, [ASKED, `${ASKED} method: ${method},`])).toMatchObject([
      {
        rule: 'reading-acts',
        path: 'scenarios.fire.phases[0].steps[3].do[0].method',
        message: expect.stringContaining(`this ${method} request may change something`),
        remedy: 'write "risk: write", or ask with "method: GET"',
      },
    ])
  })

  it.each(['GET', 'HEAD'])('does not by a %s request', (method) => {
    expect(cautions(LOOK, [ASKED, `${ASKED} method: ${method},`])).toEqual([])
  })

  it('by a statement that writes, also where it is asked again and again or is a check', () => {
    const orders = 'title: Orders, do: [{ sql: SELECT count(*) FROM orders, on: shop }]'
    const sql = '{ sql: DELETE FROM orders, on: shop, write: true }'
    const message = expect.stringContaining('this statement may write')
    const path = 'scenarios.fire.validation[0]'
    const inPlace = (list: string) => cautions([orders, `title: Orders, risk: read, ${list}`])
    expect(inPlace(`do: [${sql}]`)).toMatchObject([{ path: `${path}.do[0].write`, message }])
    expect(inPlace(`do: [{ wait: 5 s }], checks: [${sql}]`)).toMatchObject([{ path: `${path}.checks[0].write` }])
    expect(inPlace(`do: [{ wait: { until: ${sql}, limit: 5 s } }]`)).toMatchObject([
      { path: `${path}.do[0].wait.until.write` },
    ])
    // What takes it back is asked for by a person.
    expect(inPlace(`do: [{ wait: 5 s }], undo: { title: Back, do: [${sql}] }`)).toEqual([])
  })

  it('is one warning where an alias repeats the step', () => {
    const flood = '  flood: { title: Flood, validation: *checks }\nsequences:\n'
    const sharing: Replacement[] = [
      ['validation:\n', 'validation: &checks\n'],
      ['sequences:\n', flood],
    ]
    const acts: Replacement = ['on: shop }] }', 'on: shop, write: true }], risk: read }']
    expect(cautions(...sharing, acts)).toHaveLength(1)
  })

  it('is nothing to warn of once it says that it writes', () => {
    expect(cautions([ASKED, `${ASKED} method: POST,`])).toEqual([])
  })
})

describe('an option of a decision that leads nowhere', () => {
  const third: Replacement = ['label: Rebuild }]', 'label: Rebuild }, { id: by-hand, label: By hand }]']

  it('because only a failure opens the step of its name', () => {
    expect(cautions(third)).toMatchObject([
      {
        rule: 'option-leads-nowhere',
        path: 'scenarios.fire.phases[0].steps[1].decide.options[2].id',
        message: 'choosing "by-hand" starts nothing: only the failure of "rebuild" opens the step "by-hand"',
        remedy: expect.stringContaining('"when: { chosen: { way: by-hand } }"'),
      },
    ])
    expect(cautions(third, ['goto: [by-hand]', 'choose: [by-hand]'])).toHaveLength(1)
  })

  it('unless a condition asks for it, or the step comes anyway', () => {
    const other =
      '- { id: hands, title: Hands, when: { chosen: { way: [by-hand] } }, manual: Look }\n          - { id: told'
    expect(cautions(third, ['- { id: told', other])).toEqual([])
    expect(cautions(third, ['onFailure: { goto: [by-hand] }', 'onFailure: stop'])).toEqual([])
  })

  it('unless it may simply mean that nothing more is done', () => {
    expect(cautions(['label: Rebuild }]', 'label: Rebuild }, { id: leave, label: Leave it }]'])).toEqual([])
  })
})
