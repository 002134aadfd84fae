/** An SVG of ours as a PNG, with our own font: the machine's are not looked at, so that the picture is the same everywhere. */
import { Resvg } from '@resvg/resvg-js'
import { fontFiles } from './font.ts'

/** Sharp on a telephone's screen. */
const SCALE = 2

export function pngOf(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: 'DejaVu Sans' }
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: SCALE }, font }).render().asPng()
}
