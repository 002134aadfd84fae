import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ambiguousMark } from '../../../src/check/whole/ambiguous-mark.ts'
import { createMessages } from '../../../src/messages/messages.ts'
import { loadPlanFiles } from '../../../src/plan/load-files.ts'
import { marksIn } from '../../../src/plan/marks.ts'
import { SAMPLE, varied } from '../../plan/sample-plan.ts'
import { judged } from '../judged.ts'

describe('a mark that somebody was to fill in', () => {
  it.each([
    ['Start: [TIME], ETA: [TIME]', ['[TIME]']],
    ['[STATUS] of [LIST OF SERVICES]', ['[STATUS]', '[LIST OF SERVICES]']],
    ['[AUTO-GENERATED]', ['[AUTO-GENERATED]']],
    ['[Critical/High/Medium/Low]', ['[Critical/High/Medium/Low]']],
    ['see [1], [a], array[0], [ok] and []', []],
    ['[P1] Major', []],
  ])('is found in %j', (text, marks) => {
    expect(marksIn(text)).toEqual(marks)
  })

  it('is found where the plan’s text is shown to people', () => {
    const text = varied(['purpose: Respond', 'purpose: "Respond by [TIME]"'])
    expect(judged([ambiguousMark], text)).toMatchObject([
      { rule: 'ambiguous-mark', path: 'policies.main.levels[0].purpose', message: expect.stringMatching(/^\[TIME\] /) },
    ])
  })

  it('is a warning in a template that the plan uses, which is usable all the same', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'muster-marks-'))
    const front = '---\naudience: x\nmoment: initial\nmeans: [email]\n---\n'
    writeFileSync(
      join(dir, 'customer-initial.liquid'),
      `${front}=== subject\n[{{ severity }}] [STATUS]\n=== text\nHello`,
    )
    const { checkTemplates } = createMessages({ dir })
    const file = join(dir, 'shop.yaml')
    writeFileSync(file, SAMPLE)
    const loaded = await loadPlanFiles([file], undefined, (plan) =>
      checkTemplates(plan).filter(({ message }) => message.includes('customer-initial')),
    )
    expect(loaded.plans).toHaveLength(1)
    expect(loaded.warnings).toMatchObject([
      {
        rule: 'template-mark',
        message: 'customer-initial.liquid holds [STATUS], which nobody fills in: it would be sent as it is',
      },
    ])
  })
})
