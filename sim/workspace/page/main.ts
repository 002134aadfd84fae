/** The workspace page begins: it is drawn, the live records come in, keys are listened to. */
import { h, render } from 'preact'
import { listenToKeys } from './keys.ts'
import { connect } from './live-connection.ts'
import { App } from './shell/app.ts'

const root = document.getElementById('app')!
root.replaceChildren()
render(h(App, {}), root)
listenToKeys()
connect()
