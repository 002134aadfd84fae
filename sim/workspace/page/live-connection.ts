/** The live records as they come in: the whole state first, then each change. The browser reconnects by itself and then gets the state anew. */
import type { LiveEvent } from '../live.ts'
import { applyChange } from '../state/changes.ts'
import type { WorkspaceState } from '../state/workspace-state.ts'
import { change, currentModel, setModel } from './model.ts'
import { followAddress, goTo } from './navigation.ts'
import { knowsTheWay, rememberedPerson, rememberedReading } from './remembered.ts'

export function connect(): void {
  const source = new EventSource('/live')
  source.addEventListener('message', ({ data }) => take(JSON.parse(data) as LiveEvent))
  source.addEventListener('error', () => change({ connected: false }))
}

function take(event: LiveEvent): void {
  const model = currentModel()
  if ('state' in event) {
    if (model && model.workspace.run === event.state.run) change({ workspace: event.state, connected: true })
    else begin(event.state)
    return
  }
  if (!model) return
  const workspace = event.changes.reduce(applyChange, model.workspace)
  change({ workspace })
  if (model.followsNewChannel) followNewChannel(model.workspace, workspace)
}

/** The first state, or that of another run of the sandbox at the same address. */
function begin(workspace: WorkspaceState): void {
  const remembered = rememberedPerson()
  const person = workspace.people.find((each) => each.person === remembered) ?? workspace.people[0]
  const commandChannel = workspace.channels[workspace.commandChannelId]?.name ?? ''
  const start = { kind: 'channel', name: commandChannel } as const
  setModel({
    workspace,
    person: person?.person ?? '',
    route: start,
    readUpTo: rememberedReading(workspace.run),
    connected: true,
    notice: null,
    steps: knowsTheWay() ? null : { declared: false, moved: false, answered: false },
    followsNewChannel: false,
    sidebarOpen: false,
  })
  followAddress(start)
  addEventListener('hashchange', () => followAddress(start))
}

function followNewChannel(before: WorkspaceState, now: WorkspaceState): void {
  const opened = Object.values(now.channels).find(({ id, directWith }) => !before.channels[id] && !directWith)
  if (!opened) return
  change({ followsNewChannel: false })
  goTo({ kind: 'channel', name: opened.name })
}
