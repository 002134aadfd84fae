/** Rendered plans on screens and on paper: they fit, everybody can read them, and each card is one page with nothing cut off. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { cards, page as rendered } from '../render/readings.ts'
import { wholePlan } from '../render/whole-plan.ts'
import { barriers, launchBrowser, overhang } from './workspace-in-browser.ts'

const { plans } = await loadPlanFiles('plans')
const whole = wholePlan()

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launchBrowser()
  folder = await mkdtemp(path.join(tmpdir(), 'muster-rendered-'))
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

async function opened<Result>(
  html: string,
  look: (page: Page) => Promise<Result>,
  options: BrowserContextOptions = {},
) {
  const file = path.join(folder, 'page.html')
  await writeFile(file, html)
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`file://${file}`)
  const result = await look(page)
  await context.close()
  expect(asked).toEqual([`file://${file}`])
  return result
}

/** How many pages a PDF has. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
const printed = (html: string): Promise<number> =>
  opened(html, async (page) => pagesOf(await page.pdf({ preferCSSPageSize: true })))

/** By how many pixels the contents of each card reach into its foot, or beyond its edge: none should. */
const overlaps = (html: string): Promise<number[]> =>
  opened(
    html,
    async (page) => {
      await page.emulateMedia({ media: 'print' })
      return page.locator('.card').evaluateAll((all) =>
        all.map((card) => {
          const bottom = (selector: string) =>
            [...card.querySelectorAll(selector)].map((one) => one.getBoundingClientRect().bottom)
          const foot = card.querySelector('footer')!.getBoundingClientRect().top
          const beyond = card.scrollWidth - card.clientWidth
          return Math.max(0, beyond, ...bottom('section').map((edge) => Math.ceil(edge - foot)))
        }),
      )
    },
    // What is between the margins of A4, at 96 pixels an inch.
    { viewport: { width: 703, height: 1047 } },
  )

const SENTENCE =
  'Somebody who has written this plan had very much to say, and wanted each of its readers to know all of it'

/** Every part full, with texts that take two lines each, or more. */
function crowded(long = SENTENCE): Plan {
  const flood = whole.scenarios.flood!
  const steps = Array.from({ length: 40 }, (_, index) => ({
    ...flood.phases[0]!.steps[0]!,
    id: `s${index}`,
    title: long,
  }))
  const people = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `p${index}`,
      { name: `${long.slice(0, 70)} ${index}`, phone: '+14155550100' },
    ]),
  )
  const crew = { ...whole.notices[0]!, fromSeverity: undefined }
  return {
    ...whole,
    system: { name: long },
    people: { ...whole.people, ...people },
    policies: {
      ...whole.policies,
      main: {
        ...whole.policies.main!,
        levels: [{ ...whole.policies.main!.levels[0]!, to: Object.keys(people).map((person) => ({ person })) }],
      },
    },
    audiences: { ...whole.audiences, crew: { ...whole.audiences.crew!, label: long } },
    notices: Array.from({ length: 12 }, (_, index) => ({ ...crew, id: `n${index}` })),
    vendors: Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`v${index}`, { label: long, phone: '1-800-HELP' }]),
    ),
    scenarios: {
      flood: {
        ...flood,
        title: long.slice(0, 60),
        impact: long,
        symptoms: Array(9).fill(long),
        phases: [{ ...flood.phases[0]!, steps: steps as never }],
        validation: [],
      },
    },
  }
}

test.each([...plans, whole, { ...crowded(), id: 'crowded' }, { ...crowded('W'.repeat(150)), id: 'endless' }])(
  'the cards of $id are one page each, whole',
  async (plan) => {
    const html = cards(plan)
    expect(await printed(html)).toBe(Object.keys(plan.scenarios).length)
    expect(await overlaps(html)).toEqual(Object.keys(plan.scenarios).map(() => 0))
  },
)

const SIZES = { wide: { width: 1100, height: 900 }, narrow: { width: 360, height: 780 } }

test.each([
  { id: 'harbour', html: rendered(whole) },
  { id: 'the cards of harbour', html: cards(whole) },
])('$id fits on every screen, light and dark, and axe finds nothing serious', async ({ html }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of Object.values(SIZES)) {
      const found = await opened(
        html,
        async (page) => ({ over: await overhang(page), barriers: await barriers(page) }),
        { viewport, colorScheme },
      )
      expect.soft(found, `${colorScheme}, ${viewport.width}`).toEqual({ over: 0, barriers: [] })
    }
  }
})

test.each(plans)('the document of $id fits on a telephone', async (plan) => {
  expect(await opened(rendered(plan), overhang, { viewport: SIZES.narrow })).toBe(0)
})

test('on paper no step and no row is cut in two, and a heading stays with what it heads', async () => {
  const kept = await opened(rendered(whole), async (page) => {
    await page.emulateMedia({ media: 'print' })
    const styles = (selector: string, name: 'breakInside' | 'breakAfter') =>
      page
        .locator(selector)
        .evaluateAll(
          (all, property) => [
            ...new Set(
              all.map(
                (one) =>
                  (
                    globalThis as unknown as { getComputedStyle(one: unknown): Record<string, string> }
                  ).getComputedStyle(one)[property],
              ),
            ),
          ],
          name,
        )
    return {
      step: await styles('.step', 'breakInside'),
      row: await styles('tr', 'breakInside'),
      heading: await styles('h2, h3, h4', 'breakAfter'),
    }
  })
  expect(kept).toEqual({ step: ['avoid'], row: ['avoid'], heading: ['avoid'] })
  expect(await printed(rendered(whole))).toBeGreaterThan(5)
})
