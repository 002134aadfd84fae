/** A strict reader of XML 1.0, as far as feeds use it; what is not well-formed is an error, so that tests need no library for it. */

export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** Its own, without that of its children. */
  text: string
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const TAG = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold.
const IMPOSSIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

export function parseXml(source: string): Element {
  if (!source.isWellFormed() || IMPOSSIBLE.test(source)) throw new Error('it holds what XML cannot')
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(source)?.[0].length ?? 0
  while (at < source.length) {
    const next = source.indexOf('<', at)
    open.at(-1)!.text += plain(source.slice(at, next < 0 ? undefined : next))
    if (next < 0) break
    TAG.lastIndex = next
    const tag = TAG.exec(source)
    if (!tag) throw new Error(`no tag: ${source.slice(next, next + 60)}`)
    const [whole, closes, name = '', attributes = '', empty] = tag
    at = next + whole.length
    if (closes) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`)
      continue
    }
    const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' }
    open.at(-1)?.children.push(element)
    if (!empty) open.push(element)
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('it has not one root')
  return root.children[0]!
}

const attributesOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  )

const plain = (text: string): string =>
  text.replace(/&(#?)(\w*)(;?)/g, (whole, number, name, end) => {
    const sign = number ? String.fromCodePoint(Number(name)) : NAMED[name]
    if (!end || sign === undefined) throw new Error(`a bare &: ${whole}`)
    return sign
  })
