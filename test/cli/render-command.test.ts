/** `muster render` as somebody uses it: which form, which scenario, into which file, and what it says when it cannot. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type RenderOptions, runRender } from '../../src/cli/render-command.ts'
import { SAMPLE } from '../plan/sample-plan.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-render-'))
const fileWith = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const shop = fileWith('shop.yaml', SAMPLE)

async function render(plan: string, options: Partial<RenderOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runRender(plan, {
    atMs: Date.UTC(2026, 11, 5, 10, 0),
    write: (text) => void out.push(text),
    complain: (text) => void err.push(text),
    ...options,
  })
  return { code, out: out.join(''), err: err.join('') }
}

it('writes Markdown, with the time of printing', async () => {
  const { code, out, err } = await render(shop)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^# Disaster recovery: Web shop\n/)
  expect(out).toContain('printed 2026-12-05 10:00 UTC')
})

it('writes what the name of the file says, or what is asked for', async () => {
  const page = join(folder, 'shop.html')
  expect(await render(shop, { out: page })).toEqual({ code: 0, out: '', err: `Wrote ${page}.\n` })
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/)
  const paper = join(folder, 'shop.md')
  await render(shop, { out: paper })
  expect(readFileSync(paper, 'utf8')).toMatch(/^# /)
  expect((await render(shop, { format: 'html' })).out).toMatch(/^<!doctype html>/)
})

it('takes a plan by its id, one scenario by any of its names, and cards', async () => {
  const { out } = await render('mcp-debate', { scenario: 's2', card: true })
  expect(out.match(/<article/g)).toHaveLength(1)
  expect(out).toContain('<h1>Database corruption</h1>')
})

it('fills in the contacts file', async () => {
  const contacts = fileWith('contacts.yaml', 'people: { ann: { phone: "+14155550177" } }\n')
  expect((await render(shop, { contacts })).out).toContain('+14155550177')
})

it.each([
  [{ format: 'pdf' }, 'There is no format "pdf": write markdown or html.'],
  [
    { card: true, format: 'markdown' },
    'A card is a page to print, which is HTML: name the file .html, and leave --format markdown out.',
  ],
  [
    { card: true, out: 'cards.md' },
    'A card is a page to print, which is HTML: name the file .html, and leave --format markdown out.',
  ],
  [
    { out: 'plan.pdf' },
    'Nothing is written as .pdf: name the file .md or .html (a browser prints it as PDF), or say --format.',
  ],
  [{ scenario: 'fyre' }, 'The plan shop has no scenario "fyre": did you mean fire?'],
  [{ scenario: 'flood' }, 'The plan shop has no scenario "flood": write one of database-corruption, fire.'],
  [
    { out: join(folder, 'no', 'where.md') },
    `${join(folder, 'no', 'where.md')} cannot be written: see whether its folder is there and is yours.`,
  ],
])('says what is wrong with %o', async (options, sentence) => {
  expect(await render(shop, options)).toEqual({ code: 2, out: '', err: `${sentence}\n` })
})

it('renders no plan that has faults, and none that is not there', async () => {
  const broken = fileWith('broken.yaml', SAMPLE.replace('commander: lead', 'commander: nobody'))
  expect(await render(broken)).toEqual({
    code: 1,
    out: '',
    err: `${broken} has 1 fault: \`muster check ${broken}\` names them.\n`,
  })
  const { code, err } = await render(join(folder, 'none.yaml'))
  expect({ code, err }).toEqual({
    code: 2,
    err: `${join(folder, 'none.yaml')}: there is no such file: correct the path.\n`,
  })
})
