/**
 * The little XML that TwiML is made of: elements, attributes, text, CDATA, comments, the five entities and character references.
 * No namespaces, no document types. Anything that is not well-formed is an error that says where.
 */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: (Element | string)[]
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The root element of a document.
 * @throws Error saying what is not well-formed and at which character.
 */
export function parseXml(source: string): Element {
  const top: Element = { name: '', attributes: {}, children: [] }
  const open = [top]
  for (const match of source.matchAll(TOKEN)) {
    const [token, cdata, closing, name, attributes = '', selfClosing, text] = match
    const parent = open.at(-1) ?? top
    if (token === '<') throw new Error(`It has a "<" at character ${match.index} that opens nothing.`)
    if (cdata !== undefined) parent.children.push(cdata)
    else if (text !== undefined) parent.children.push(decoded(text))
    else if (closing !== undefined) {
      if (parent.name !== closing)
        throw new Error(`It closes </${closing}> at character ${match.index}, which is not open.`)
      open.pop()
    } else if (name !== undefined) {
      const element: Element = { name, attributes: attributesOf(attributes), children: [] }
      parent.children.push(element)
      if (!selfClosing) open.push(element)
    }
  }
  const [root] = elementsOf(top)
  if (open.length > 1) throw new Error(`It never closes <${open.at(-1)?.name}>.`)
  if (!root) throw new Error('It has no element.')
  return root
}

export const elementsOf = (element: Element): Element[] =>
  element.children.filter((child): child is Element => typeof child !== 'string')

/** All text inside, with runs of white space as one blank. */
export const spokenText = (element: Element): string =>
  element.children
    .map((child) => (typeof child === 'string' ? child : ` ${spokenText(child)} `))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

const attributesOf = (source: string) =>
  Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [name, decoded(double ?? single ?? '')]),
  )

const decoded = (text: string) =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole)
  })
