/** Commands that fail or do harm, as plans of the field have them: each is found by its code, and its corrected form is not. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandsRules } from '../../../src/check/commands/rules.ts'
import { exampleSubject, told } from '../base-plan.ts'

const folder = new URL('harmful/', import.meta.url)
const files = readdirSync(folder).sort()

const findings = (example: string) => commandsRules.flatMap(({ judge }) => judge(exampleSubject(example)))

it('has a case for each of the fifteen hazards', () => {
  expect(files).toEqual(Array.from({ length: 15 }, (_, index) => `h${String(index + 1).padStart(2, '0')}.yaml`))
})

describe.each(files)('%s', (file) => {
  const [harmful = '', corrected = ''] = readFileSync(new URL(file, folder), 'utf8').split(/^---$/m)
  const code = `H${Number(file.slice(1, 3))}`

  it('is found as it harms', () => {
    expect(findings(harmful).map((finding) => finding.code)).toContain(code)
  })

  it('is found in a plan in force, of which there is no text and every default is filled in', () => {
    const subject = exampleSubject(harmful)
    const found = commandsRules.flatMap(({ judge }) => judge({ ...subject, data: subject.plan }))
    expect(found.map((finding) => finding.code)).toContain(code)
  })

  it('is let be once corrected', () => {
    expect(corrected).not.toBe('')
    expect(findings(corrected).map(told)).toEqual([])
  })
})
