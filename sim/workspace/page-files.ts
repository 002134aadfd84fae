/**
 * The files of the page as the browser gets them: modules with their types stripped on the fly, so that nothing is built, style sheets, and
 * the packages that the modules name. Serves these and nothing else.
 */
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = path.dirname(fileURLToPath(import.meta.url))
/** Folders below this one that the browser may read: the page, and the state that it shares with the server. */
const FOLDERS = ['page', 'state']
/** Sources end in .ts; in an installed package they are compiled already. */
export const MODULE_EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
/** By the name that modules import them under. */
export const PACKAGES = ['preact', 'preact/hooks', 'htm'] as const

const MODULE_TYPE = 'text/javascript; charset=utf-8'

export interface PageFile {
  type: string
  text: string
}

/**
 * @param asked like `page/main.ts`.
 * @returns undefined when there is no such file.
 */
export async function pageFile(asked: string): Promise<PageFile | undefined> {
  const file = path.join(HERE, asked)
  const [folder = ''] = path.relative(HERE, file).split(path.sep)
  if (!FOLDERS.includes(folder)) return undefined
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  if (file.endsWith('.css')) return { type: 'text/css; charset=utf-8', text }
  if (file.endsWith('.js')) return { type: MODULE_TYPE, text }
  return file.endsWith('.ts') ? { type: MODULE_TYPE, text: stripTypeScriptTypes(text) } : undefined
}

/** The one module of a package that the page uses. */
export async function packageFile(name: string): Promise<PageFile | undefined> {
  const known = PACKAGES.find((each) => each === name)
  if (!known) return undefined
  return { type: MODULE_TYPE, text: await readFile(fileURLToPath(import.meta.resolve(known)), 'utf8') }
}
