/** A document as Markdown, in the dialect of code hosts (tables, alerts, Mermaid). Promises that no text of a plan is taken for markup. */
import {
  type Block,
  type Fact,
  type Inline,
  type PlanDocument,
  pieces,
  type StepBlock,
  type Words,
} from './document.ts'
import { followed } from './followed.ts'
import { mermaidOf } from './mermaid.ts'

export function markdownOf({ title, blocks, imprint }: PlanDocument): string {
  const parts = [`# ${escaped(title)}`, contents(blocks), ...blocks.map(blockText), `---\n\n${escaped(imprint)}`]
  return `${parts.join('\n\n')}\n`
}

function contents(blocks: readonly Block[]): string {
  const slugOf = slugs()
  const headings = blocks.flatMap((block) => {
    if (block.kind === 'heading') return [{ ...block, slug: slugOf(block.text) }]
    if (block.kind === 'step') slugOf(stepTitle(block))
    return []
  })
  const shown = headings.filter(({ level }) => level === 2)
  return shown.map(({ text, slug }) => `- [${escaped(text)}](#${slug})`).join('\n')
}

/** Anchors as code hosts make them from headings: a name that comes again is numbered. */
function slugs(): (text: string) => string {
  const seen = new Map<string, number>()
  return (text) => {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  }
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`
    case 'paragraph':
      return inlineText(block.words)
    case 'note':
      return `> [!${block.tone === 'warning' ? 'WARNING' : 'NOTE'}]\n> ${inlineText(block.words)}`
    case 'list':
      return block.items.map((item, index) => `${listMark(block.mark, index)} ${inlineText(item)}`).join('\n')
    case 'facts':
      return block.rows.map(factText).join('\n')
    case 'table':
      return tableText(block)
    case 'code':
      return fenced(block.language, block.text)
    case 'diagram':
      return fenced('mermaid', mermaidOf(block.diagram))
    case 'picture':
      return `![${escaped(block.title)}](${block.file})`
    case 'step':
      return [`#### ${escaped(stepTitle(block))}`, ...block.body.map(blockText)].join('\n\n')
    default:
      return block satisfies never
  }
}

const listMark = (mark: 'dot' | 'number' | 'tick', index: number): string =>
  ({ dot: '-', number: `${index + 1}.`, tick: '- [ ]' })[mark]

const stepTitle = ({ number, id, title, danger }: StepBlock): string =>
  `${number}. ${danger ? '⚠ ' : ''}${title} (${id})`

function factText({ name, words, blocks = [] }: Fact): string {
  const said = `- **${escaped(name)}:**${words.length > 0 ? ` ${inlineText(words)}` : ''}`
  const under = blocks.map((block) => indented(blockText(block)))
  return [said, ...under].join('\n\n') + (under.length > 0 ? '\n' : '')
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

function tableText({ title, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = rows.map((row) => line(row.map((cell) => inlineText(cell).replaceAll('|', '\\|'))))
  const head = [line(columns.map(escaped)), line(columns.map(() => '---'))]
  return `**${escaped(title)}**\n\n${[...head, ...body].join('\n')}`
}

function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

function inlineText(words: Words): string {
  const line = oneLine(words.map(partText).join(''))
  return typeof words[0] === 'string' ? atBeginning(line) : line
}

function partText(part: Inline): string {
  if (typeof part === 'string')
    return pieces(part)
      .map((piece) => (typeof piece === 'string' ? escaped(piece) : partText(piece)))
      .join('')
  if ('code' in part) return codeText(part.code)
  if ('strong' in part) return `**${escaped(part.strong)}**`
  if ('url' in part) {
    const address = followed(part.url)
    return address === undefined ? codeText(part.url) : `<${address}>`
  }
  return part.flag === 'placeholder' ? `**${escaped(part.text)}**` : `**⚠ ${escaped(part.text)}**`
}

function codeText(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${code}${pad}${ticks}`
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim()

/** Every character that could begin markup. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#~&]/g, '\\$&')

/** What would be a list, a rule, an underlined heading or the line under a table's head at the beginning of a line. */
const atBeginning = (text: string): string => text.replace(/^[-+=:|]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2')
