/** The files of a message: pictures as pictures, which a click opens large, all others by name. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { SharedFile } from '../../state/workspace-state.ts'
import { html } from '../html.ts'
import { Dialog } from '../ui/dialog.ts'
import { icon } from '../ui/icon.ts'
import { fileAddress, isPicture, sizeWords } from './file-words.ts'

export const files = (list: readonly SharedFile[]): VNode => html`<div class="files">
  ${list.map((file) => html`<${isPicture(file) ? Picture : Named} key=${file.id} file=${file} />`)}
</div>`

function Picture({ file }: { file: SharedFile }): VNode {
  const [large, setLarge] = useState(false)
  const { title, alt, name } = file
  const source = fileAddress(file)
  const close = () => setLarge(false)
  return html`<figure class="file-picture">
    <figcaption class="soft">${name}</figcaption>
    <button type="button" class="file-open" aria-label=${`Open ${title}`} onClick=${() => setLarge(true)}><img src=${source} alt=${alt || title} /></button>
    ${
      large &&
      html`<${Dialog} label=${title} kind="dialog-picture" onClose=${close}>
        <header class="dialog-head">
          <h2 class="dialog-title">${title}</h2>
          <a class="file-whole" href=${source} target="_blank" rel="noreferrer">Full size</a>
          <button type="button" class="icon-button" aria-label="Close" title="Close" onClick=${close}>${icon('close')}</button>
        </header>
        <div class="picture-whole" tabindex="0"><img src=${source} alt=${alt || title} /></div>
      <//>`
    }
  </figure>`
}

const Named = ({
  file,
}: {
  file: SharedFile
}): VNode => html`<a class="file-named" href=${fileAddress(file)} download=${file.name}>
  ${icon('file')}<span class="file-name">${file.title}</span><span class="soft">${sizeWords(file.size)}</span>
</a>`
