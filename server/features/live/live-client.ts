import type { WebSocket } from 'ws'
import type { LiveFrame } from '#contract/live'
import type { Viewer } from '#features/access'
import type { Change } from '#lib/changes'

/** A browser on the line. While it catches up, what comes meanwhile waits in `backlog`. */
export type LiveClient = {
  viewer: Viewer
  socket: WebSocket
  isCatchingUp: boolean
  backlog: Batch[]
  countsTimer: NodeJS.Timeout | null
}

/** Changes of one account with the cursor behind them. */
export type Batch = { changes: Change[]; cursor: string }

const mostBuffered = 4 * 1024 * 1024

/** Sends a frame; a browser that does not keep up is cut off and comes back with its cursor. */
export function sendFrame(client: LiveClient, frame: LiveFrame): void {
  if (client.socket.readyState !== client.socket.OPEN) return
  if (client.socket.bufferedAmount > mostBuffered) return client.socket.terminate()
  client.socket.send(JSON.stringify(frame))
}
