/** The app's home tab as the person sees it; opening it tells the app, as Slack does, so that it can draw it. */
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { act } from '../acting.ts'
import { blocks } from '../block-kit/blocks.ts'
import { html } from '../html.ts'
import { actingPerson } from '../looking.ts'
import type { Model } from '../model.ts'
import { appAvatar } from '../ui/avatar.ts'

export function Home({ model }: { model: Model }): VNode {
  const { workspace, person } = model
  const { slackUserId, name } = actingPerson(model)
  useEffect(() => {
    void act({ act: 'open-home', person })
  }, [person, workspace.run])
  const home = workspace.views.find(({ user, view }) => view.type === 'home' && user === slackUserId)
  const shown = Array.isArray(home?.view.blocks) ? home.view.blocks : undefined
  return html`<section class="home" aria-label="App Home">
    <header class="pane-head">
      <div class="pane-title">${appAvatar('small')}<h1>Muster</h1><span class="app-mark">App</span></div>
      <p class="pane-about">App Home, as ${name} sees it</p>
    </header>
    <div class="home-body">
      <div class="home-inside">
        ${shown ? blocks(shown, { place: { viewId: home!.view.id }, person, workspace }) : html`<p class="soft">Opening…</p>`}
      </div>
    </div>
  </section>`
}
