/**
 * A sandbox and a real browser on its workspace page, for one test file. Whatever the page complains of, on its console or by an error, fails the
 * test that closes it. With MUSTER_SCREENSHOTS=1 the tests also write the pictures that README and docs show.
 */
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { SandboxOptions } from '../../sim/sandbox.ts'
import { findChromium } from '../../src/program/print/find-chromium.ts'
import { type Desk, openDesk } from '../e2e/desk.ts'

const PICTURES = path.resolve(import.meta.dirname, '../../docs/images')
const AXE = fileURLToPath(import.meta.resolve('axe-core/axe.min.js'))

/** What keeps a headless Chromium from talking to anybody but us. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** @throws Error saying what to install when there is no browser. */
export function browserPath(): string {
  const found = process.env.MUSTER_CHROMIUM || findChromium(process.env.PATH)
  if (!found) throw new Error(`The browser tests need Chromium: install it, or name it in MUSTER_CHROMIUM.`)
  return found
}

export interface Visit {
  page: Page
  /** Fails when the page has complained. */
  leave(): Promise<void>
}

export interface Surroundings {
  desk: Desk
  /** A new visitor, who has never been there, at a place like `#/mail`. */
  visit(place?: string, options?: BrowserContextOptions): Promise<Visit>
  /** The same at an address outside the workspace. */
  look(url: string, options?: BrowserContextOptions): Promise<Visit>
  close(): Promise<void>
}

/** @throws Error saying what to install when there is no browser. */
export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath: browserPath(), args: FLAGS })

/** Time stands still but for what the visitor does with the clock. */
export async function openSurroundings(sandbox: Partial<SandboxOptions> = {}): Promise<Surroundings> {
  const desk = await openDesk({ patient: true, ...sandbox })
  const browser = await launchBrowser()
  const look: Surroundings['look'] = async (url, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    await page.goto(url)
    return {
      page,
      async leave() {
        await context.close()
        expect(complaints).toEqual([])
      },
    }
  }
  return {
    desk,
    look,
    async visit(place = '', options = {}) {
      const visit = await look(`${desk.contract.workspaceUrl}/${place}`, options)
      await visit.page.getByRole('navigation', { name: 'Places', includeHidden: true }).waitFor({ state: 'attached' })
      return visit
    },
    async close() {
      await browser.close()
      await desk.close()
    },
  }
}

/** Writes `docs/images/NAME.png` when pictures are asked for; always of the viewport's size. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.MUSTER_SCREENSHOTS !== '1') return
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled', caret: 'hide' })
}

/** How far the page reaches beyond the right edge: 0 is as it should be. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { document, innerWidth } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number } }
      innerWidth: number
    }
    return document.documentElement.scrollWidth - innerWidth
  })

const THUMB = 44

/** Controls that a thumb misses: lower or narrower than 44 pixels. A link within a sentence is as high as its line. */
export const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const { document, getComputedStyle } = globalThis as unknown as Dom
    const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary'
    return [...document.querySelectorAll(controls)].flatMap((one) => {
      // A box is ticked by its label as well.
      const target = (one.matches('[type=checkbox], [type=radio]') && one.closest('label')) || one
      const { width, height } = target.getBoundingClientRect()
      const { display, visibility } = getComputedStyle(one)
      const isShown = width > 0 && height > 0 && visibility !== 'hidden' && display !== 'inline'
      return isShown && Math.round(Math.min(width, height)) < least
        ? [`${one.outerHTML.slice(0, 100)} ${width}×${height}`]
        : []
    })
  }, THUMB)

interface Control {
  outerHTML: string
  getBoundingClientRect(): { width: number; height: number }
  matches(selector: string): boolean
  closest(selector: string): Control | null
}

interface Dom {
  document: {
    querySelectorAll(selector: string): Iterable<Control>
  }
  getComputedStyle(one: object): { display: string; visibility: string }
}

/** What axe finds that keeps people from using the page, or makes it hard: all but its `minor` rules, with the elements. */
export async function barriers(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: await readFile(AXE, 'utf8') })
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }
    return (await axe.run({ resultTypes: ['violations'], iframes: false })).violations
  })
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string }[] }[]
}
