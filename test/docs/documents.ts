/** What a Markdown page refers to: files, headings, commands, variables, scripts. Each function gives one sentence for each fault. */
import path from 'node:path'

export interface Page {
  /** From the root of the repository, with slashes. */
  file: string
  text: string
}

/** Links to files that there are not, or to headings that their page does not have. @param textOf undefined: no such file; a folder has no text. */
export function brokenLinks({ file, text }: Page, textOf: (file: string) => string | undefined): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target)
  return links
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => {
      const [name = '', heading] = target.split('#')
      const linked = name === '' ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), name))
      const there = textOf(linked)
      if (there === undefined) return [`${file}: ${target} leads nowhere`]
      return heading === undefined || anchors(there).includes(heading) ? [] : [`${file}: ${target}: no such heading`]
    })
}

/** The ids that GitHub gives the headings of a page. */
const anchors = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')

/** What stands in code: the lines of blocks, and spans. */
export function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'))
  const spans = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
  return [...blocks, ...spans].map((code) => code.trim()).filter((code) => code !== '')
}

/** The words after `muster`, up to the first that is an argument: `journal verify`. In a checkout it is called through npm. */
export const musterCalls = (text: string): string[] => callsOf(text, /^(?:.* && )?(?:npm run -s )?muster(?: --)? (.+)$/)

/** The commands of `muster`, from the sources that add them to the program. */
export const commandsOf = (sources: readonly string[]): string[] =>
  sources.flatMap((source) =>
    [...source.matchAll(/program(?:\n +)?\.command\('(\w+)'\)/g)].map(([, name = '']) => name),
  )

/** The subcommands of `/dr`, typed in Slack or behind `muster dr`. */
export const drCalls = (text: string): string[] => [
  ...callsOf(text, /^\/dr (.+)$/),
  ...musterCalls(text)
    .filter((call) => call.startsWith('dr '))
    .map((call) => call.slice('dr '.length)),
]

const callsOf = (text: string, form: RegExp): string[] =>
  codeOf(text).flatMap((code) => {
    const words = form.exec(code)?.[1]
    return words === undefined
      ? []
      : [
          words
            .replace(/(^|\s)--\S+\s+[\w-]+(?=\s)/g, '$1')
            .replace(/\s+/g, ' ')
            .trim(),
        ]
  })

export const firstWord = (call: string): string => call.split(' ')[0] ?? ''

/** Environment variables: words in capitals with an underscore, in code. */
export const variablesOf = (text: string): string[] => [
  ...new Set(codeOf(text).flatMap((code) => code.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [])),
]

/** Scripts of package.json that are called, `muster` among them. */
export const scriptsOf = (text: string): string[] => [
  ...new Set(
    codeOf(text).flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run (?:-s )?)?([a-z:-]+)/g)].map(([, name = '']) => name),
    ),
  ),
]
