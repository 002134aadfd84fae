/** What a rule means, from its page: `muster check --explain RULE`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest } from '../../plan/nearest.ts'
import { packageRoot } from '../../program/package-root.ts'

const folder = (): string => join(packageRoot(), 'docs', 'checks')

/** Every rule that has a page, by name. */
function explainedRules(): string[] {
  const pages = readdirSync(folder()).filter((name) => name.endsWith('.md') && name !== 'README.md')
  return pages.map((name) => name.replace(/\.md$/, '')).sort()
}

function pageOf(rule: string): string | undefined {
  return explainedRules().includes(rule) ? readFileSync(join(folder(), `${rule}.md`), 'utf8') : undefined
}

/** The first sentence of a rule's page. */
export function summaryOf(rule: string): string | undefined {
  const [, paragraph = ''] = /^# .*\n+([\s\S]*?)\n\n/.exec(pageOf(rule) ?? '') ?? []
  return /^[\s\S]*?[.](?=\s|$)/.exec(paragraph.replaceAll('\n', ' '))?.[0]
}

const INDEX = /(<!-- rules -->\n)[\s\S]*(<!-- end of rules -->)/

const MENDED = /(<!-- mended -->\n)[\s\S]*(<!-- end of mended -->)/

/** What `--fix` does about a rule, from the line of its page that says its level. */
const fixOf = (rule: string): string | undefined =>
  /^\*\*Level\*\*[\s\S]*?\*\*Fix\*\* ([\s\S]*?)(?=\n\n)/m.exec(pageOf(rule) ?? '')?.[1]?.replaceAll('\n', ' ')

/** The page that lists all rules, with its lists made anew: of all rules, and of those that `--fix` mends. */
export function withIndex(readme: string): string {
  const mended = explainedRules().flatMap((rule) => {
    const fix = fixOf(rule)
    return fix === undefined ? [] : [`- [${rule}](${rule}.md): ${fix}`]
  })
  const rows = explainedRules().map((rule) => `| [${rule}](${rule}.md) | ${summaryOf(rule) ?? ''} |`)
  return readme
    .replace(MENDED, (_, begin: string, end: string) => `${begin}${mended.join('\n')}\n${end}`)
    .replace(
      INDEX,
      (_, begin: string, end: string) => `${begin}| Rule | What it finds |\n| --- | --- |\n${rows.join('\n')}\n${end}`,
    )
}

const inAnyOrder = (rules: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(rules.map((rule) => `"${rule}"`))

/** Writes the page of a rule; resolves to the exit code: 2 when there is no such rule. */
export function explain(rule: string, write: (text: string) => void, complain: (text: string) => void): number {
  const page = pageOf(rule)
  if (page !== undefined) {
    write(page)
    return 0
  }
  const near = nearest(rule, explainedRules())
  // A word of its name, such as `rto`.
  const meant =
    near === undefined ? explainedRules().filter((known) => known.split('-').includes(rule.toLowerCase())) : [near]
  const remedy = meant.length > 0 ? `did you mean ${inAnyOrder(meant)}?` : `there are: ${explainedRules().join(', ')}.`
  complain(`There is no page about a rule "${rule}": ${remedy}\n`)
  return 2
}
