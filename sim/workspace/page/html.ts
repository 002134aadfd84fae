/** Templates: htm on Preact. What is put into one is text unless it is a template itself, so nothing that people write becomes markup. */
import htm from 'htm'
import { h, type VNode } from 'preact'

type Template = (strings: TemplateStringsArray, ...values: unknown[]) => VNode

/** htm declares itself as CommonJS; what browsers load is its ES module, whose default export is the function. */
export const html = (htm as unknown as { bind(create: typeof h): Template }).bind(h)
