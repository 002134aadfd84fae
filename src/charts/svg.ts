/**
 * From what the chart library is told to an SVG file. Promises the same bytes for the same chart, whatever was drawn before: the library counts the ids of all charts
 * of a process, and writes down what only a browser's pointer would need.
 */
import { createRequire } from 'node:module'
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { COLOURS, WIDTH } from './look.ts'
import type { Shape } from './shapes.ts'

type Init = typeof import('echarts/core').init

let init: Init | undefined

/** With the first drawing only: the library is a third of all modules that a start of Muster would load, and few runs draw. */
function library(): Init {
  if (init) return init
  const require = createRequire(import.meta.url)
  const core: typeof import('echarts/core') = require('echarts/core')
  const { BarChart }: typeof import('echarts/charts') = require('echarts/charts')
  const { GraphicComponent, GridComponent }: typeof import('echarts/components') = require('echarts/components')
  const { SVGRenderer }: typeof import('echarts/renderers') = require('echarts/renderers')
  core.use([BarChart, GraphicComponent, GridComponent, SVGRenderer])
  init = core.init
  return init
}

export interface Drawing {
  /** For whoever cannot see it. */
  title: string
  /** Pixels. */
  height: number
  shapes: Shape[]
  /** Grids, axes and series. */
  option?: EChartsCoreOption
}

export function svgOf({ title, height, shapes, option = {} }: Drawing): string {
  const chart: EChartsType = library()(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  try {
    chart.setOption({ ...option, animation: false, backgroundColor: COLOURS.paper, graphic: shapes })
    return readable(titled(cleaned(chart.renderToSVGString()), title))
  } finally {
    chart.dispose()
  }
}

const cleaned = (svg: string): string =>
  svg
    .replace(/<style\s*>[\s\S]*?<\/style>\n?/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events|baseProfile)="[^"]*"/g, '')
    .replace(/( id="|url\(#)zr\d+-c(\d+)/g, numbered())
    .concat('\n')

/** Control characters and halves of characters cannot stand in XML, escaped or not: whoever draws it would refuse the whole. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const readable = (svg: string): string => svg.toWellFormed().replace(NOT_XML, '\ufffd')

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const titled = (svg: string, title: string): string =>
  svg.replace('>', () => ` role="img">\n<title>${title.replace(/[&<>]/g, (char) => ESCAPES[char]!)}</title>`)

/** Ids in the order in which they come, wherever one stands that is an id. */
function numbered(): (whole: string, before: string, number: string) => string {
  const seen = new Map<string, number>()
  return (_whole, before, number) => {
    const known = seen.get(number) ?? seen.size
    seen.set(number, known)
    return `${before}chart-c${known}`
  }
}
