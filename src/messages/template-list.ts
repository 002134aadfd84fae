/** Which templates a folder holds, as written, by name; those of single plans too (`<plan id>/NAME`). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUDIENCE_MEANS, type AudienceMeans } from '../plan/schema.ts'
import { parseTemplateFile, sectionFor, type TemplateFile } from './template-file.ts'

/** @throws Error naming the file, when a template cannot be read or parsed. */
export function listTemplates(dir: string): TemplateFile[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.liquid'))
    .toSorted()
    .map((path) => parseTemplateFile(path.slice(0, -'.liquid'.length), readFileSync(join(dir, path), 'utf8')))
}

/** The means by which it says something and for which it is meant. */
export const meansSaid = (file: TemplateFile): AudienceMeans[] =>
  AUDIENCE_MEANS.filter((means) => file.means.includes(means) && sectionFor(file, means) !== undefined)

/** Those that a plan can use: the shared ones and its own, of which its own wins. */
export function templatesFor(all: readonly TemplateFile[], planId: string): TemplateFile[] {
  const own = new Set(all.filter(({ name }) => name.startsWith(`${planId}/`)).map(({ name }) => name))
  return all.filter(({ name }) => own.has(name) || (!name.includes('/') && !own.has(`${planId}/${name}`)))
}
