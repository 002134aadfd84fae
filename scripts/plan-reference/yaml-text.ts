/** Examples as YAML that people would write: short things on one line, long ones below each other. Promises what is read back to be what was given. */
import { Document, isCollection, isMap, type Node, stringify, visit } from 'yaml'

const LINE_CHARS_MAX = 100

/** On one line. */
export const flowYaml = (value: unknown): string =>
  closeBrackets(stringify(value, { collectionStyle: 'flow', flowCollectionPadding: true, lineWidth: 0 }).trimEnd())

/** As a block, in which what fits on a line is on one; what the plan has by id or as a list of blocks begins a line each. */
export function blockYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Collection: (_key, node, parents) => {
      const depth = parents.filter((parent) => isCollection(parent)).length
      const hasBlocks = node.items.some((item) => isMap(item) || isMap((item as { value?: unknown }).value))
      const chars = flowYaml((node as Node).toJS(document)).length + 2 * depth
      if (depth === 0 || chars > LINE_CHARS_MAX || (depth === 1 && hasBlocks)) return
      node.flow = true
      return visit.SKIP
    },
  })
  return closeBrackets(document.toString({ lineWidth: 0 }))
}

/** `[a, b]` and `{ a: b }`, as the plans of this repository are written. */
const closeBrackets = (yaml: string): string => yaml.replace(/\[ (?=\S)/g, '[').replace(/(?<=\S) \]/g, ']')
